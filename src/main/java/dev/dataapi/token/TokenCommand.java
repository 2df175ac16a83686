package dev.dataapi.token;

import java.io.Console;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/**
 * The command {@code token}: signs a JWT with a private key and prints the token that
 * Snowflake issues for it.
 */
public final class TokenCommand {

	/**
	 * The environment variable with a private key's passphrase, named as in Snowflake's
	 * own command line.
	 */
	static final String PASSPHRASE = "PRIVATE_KEY_PASSPHRASE";

	private final Shell shell;

	private TokenCommand(Shell shell) {
		this.shell = shell;
	}

	/** Runs the command and exits with its status. */
	public static void main(String[] args) {
		System.exit(run(args, Shell.system()));
	}

	/**
	 * Runs the command and returns its exit status: 0 with a token, 1 without one, 2 for
	 * an invalid command line, 130 when interrupted, as shells report it.
	 */
	static int run(String[] args, Shell shell) {
		try {
			TokenOptions options = TokenOptions.parse(args);
			String output = options.help() ? TokenOptions.usage().stripTrailing()
					: new TokenCommand(shell).output(options);
			shell.out().println(output);
			if (shell.out().checkError()) {
				throw new TokenException("Cannot write to standard output.");
			}
			return ExitCode.OK;
		}
		catch (ParameterException ex) {
			shell.err().println(TokenOptions.message(ex));
			shell.err().print(TokenOptions.usage());
			return ExitCode.USAGE;
		}
		catch (TokenException ex) {
			shell.err().println(ex.getMessage());
			return ExitCode.SOFTWARE;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			shell.err().println("Interrupted.");
			return 130;
		}
	}

	private String output(TokenOptions options) throws TokenException, InterruptedException {
		String token = token(options);
		if (options.curl()) {
			return options.endpoint().curl(options.endpointPath(), token);
		}
		return options.header() ? IngressEndpoint.header(token) : token;
	}

	private String token(TokenOptions options) throws TokenException, InterruptedException {
		PrivateKeyFile file = new PrivateKeyFile(options.privateKeyFile());
		if (file.isReadableByOthers()) {
			this.shell.err()
				.println("Warning: other users can read " + file.path() + "; restrict it with: chmod 600 "
						+ Shell.quote(file.path()));
		}
		KeyPairJwt key = new KeyPairJwt(options.account(), options.user(), file.read(() -> passphrase(file)));
		String jwt = key.sign(this.shell.clock().instant(), options.lifetime());
		URI url = options.accountUrl();
		return new TokenExchange((url != null) ? url : options.account().url()).exchange(jwt,
				options.endpoint().scope(options.role()), key.fingerprint());
	}

	private char @Nullable [] passphrase(PrivateKeyFile file) {
		String passphrase = this.shell.environment().apply(PASSPHRASE);
		return (passphrase != null && !passphrase.isEmpty()) ? passphrase.toCharArray()
				: this.shell.prompt().apply("Passphrase for " + file.path() + ": ");
	}

	/**
	 * Where the command runs.
	 *
	 * @param out gets the token and nothing else
	 * @param err gets warnings and errors
	 * @param environment returns the value of an environment variable, or null
	 * @param prompt shows its argument and reads a line without echo; null without a
	 * terminal
	 * @param clock tells when a JWT is issued
	 */
	record Shell(PrintStream out, PrintStream err, Function<String, @Nullable String> environment,
			Function<String, char @Nullable []> prompt, Clock clock) {

		static Shell system() {
			return new Shell(System.out, System.err, System::getenv, Shell::ask, Clock.systemUTC());
		}

		/** Quotes text as one word of a POSIX shell's command line. */
		static String quote(Object text) {
			return "'" + text.toString().replace("'", "'\\''") + "'";
		}

		private static char @Nullable [] ask(String question) {
			Console console = System.console();
			if (console == null) {
				return null;
			}
			// The console may write to standard output, which gets nothing but the token
			System.err.print(question);
			System.err.flush();
			return console.readPassword();
		}

	}

}
