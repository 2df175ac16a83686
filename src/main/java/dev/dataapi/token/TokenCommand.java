package dev.dataapi.token;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/**
 * The command {@code token}: reads a private key, signs a JWT with it and prints the
 * token that Snowflake gives for it.
 */
public final class TokenCommand {

	/**
	 * The environment variable with a private key's passphrase, named as Snowflake's
	 * command line names it.
	 */
	static final String PASSPHRASE = "PRIVATE_KEY_PASSPHRASE";

	private static final int NO_TOKEN = 1;

	private static final int USAGE = 2;

	/** 128 and the signal's number, as a shell reports an interrupt. */
	private static final int INTERRUPTED = 130;

	private final Shell shell;

	private TokenCommand(Shell shell) {
		this.shell = shell;
	}

	public static void main(String[] args) {
		System.exit(run(args, Shell.system()));
	}

	/**
	 * Runs the command once and returns its exit status: 0 with a token, 1 without one, 2
	 * for a wrong command line, 130 for an interrupt.
	 */
	public static int run(String[] args, Shell shell) {
		TokenOptionsParser parser = new TokenOptionsParser();
		try {
			TokenOptions options = parser.parse(args);
			String text = options.help() ? parser.usage().stripTrailing() : new TokenCommand(shell).answer(options);
			shell.out().println(text);
			if (shell.out().checkError()) {
				throw new TokenException("Standard output takes nothing more.");
			}
			return 0;
		}
		catch (ParameterException ex) {
			shell.err().println(TokenOptionsParser.sentence(ex));
			shell.err().print(parser.usage());
			return USAGE;
		}
		catch (TokenException ex) {
			shell.err().println(ex.getMessage());
			return NO_TOKEN;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			shell.err().println("Interrupted.");
			return INTERRUPTED;
		}
	}

	private String answer(TokenOptions options) throws TokenException, InterruptedException {
		String token = token(options);
		if (options.curl()) {
			return options.endpoint().curl(options.endpointPath(), token);
		}
		return options.header() ? IngressEndpoint.header(token) : token;
	}

	private String token(TokenOptions options) throws TokenException, InterruptedException {
		PrivateKeyFile file = new PrivateKeyFile(options.privateKeyFile());
		if (file.isOpenToOthers()) {
			this.shell.err()
				.println("Warning: other users can read " + file.path() + "; close it with: chmod 600 "
						+ ShellQuote.quote(file.path()));
		}
		KeyPairToken key = new KeyPairToken(options.account(), options.user(), file.read(() -> passphrase(file)));
		String jwt = key.sign(this.shell.clock().instant(), options.lifetime());
		AccountUrl url = options.accountUrl();
		URI account = (url != null) ? url.uri() : options.account().url();
		return new TokenExchange(account).send(jwt, options.endpoint().scope(options.role()))
			.token(jwt, key.fingerprint());
	}

	private char @Nullable [] passphrase(PrivateKeyFile file) {
		String passphrase = this.shell.environment().apply(PASSPHRASE);
		return (passphrase != null && !passphrase.isEmpty()) ? passphrase.toCharArray()
				: this.shell.prompt().apply("Passphrase for " + file.path() + ": ");
	}

}
