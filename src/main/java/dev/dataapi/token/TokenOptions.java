package dev.dataapi.token;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

import dev.dataapi.account.AccountIdentifier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command's options, each spelled with underscores, as in Snowflake's sample program,
 * or with hyphens.
 */
@Command(name = "token", sortOptions = false, usageHelpAutoWidth = false, usageHelpWidth = 100,
		header = "Exchanges a key pair for the Snowflake token that opens a service's public endpoint.",
		synopsisHeading = "%nUsage: ", optionListHeading = "%n",
		customSynopsis = "java -jar data-api.jar token --account=<account> --user=<user> [--role=<role>]%n"
				+ "       --private_key_file_path=<file> --endpoint=<host> [--header | --curl]",
		footer = { "", "Prints the token alone to standard output, everything else to standard error.",
				"Reads the passphrase of an encrypted key from the environment (" + TokenCommand.PASSPHRASE
						+ ") or prompts for it.",
				"", "A programmatic access token (PAT) needs no exchange: use it as it is in the same header,",
				"  Authorization: Snowflake Token=\"<PAT>\"", "",
				"Exit status: 0 with a token, 1 without one, 2 for invalid options, 130 when interrupted." })
interface TokenOptions {

	@Option(order = 1, names = "--account", required = true, paramLabel = "<account>",
			description = "The account identifier: myorganization-myaccount for"
					+ " myorganization-myaccount.snowflakecomputing.com.")
	AccountIdentifier account();

	@Option(order = 2, names = "--user", required = true, paramLabel = "<user>",
			description = "The user that the pair's public key is registered for.")
	String user();

	@Option(order = 3, names = "--role", paramLabel = "<role>",
			description = "A role that may use the endpoint, case-sensitive; the user's default role if absent.")
	@Nullable String role();

	@Option(order = 4, names = { "--private_key_file_path", "--private-key-file-path" }, required = true,
			paramLabel = "<file>", description = "The private key: PKCS#8 in PEM, encrypted or not.")
	Path privateKeyFile();

	@Option(order = 5, names = "--endpoint", required = true, paramLabel = "<host>",
			description = "The ingress_url from SHOW ENDPOINTS IN SERVICE, or any URL of that host.")
	IngressEndpoint endpoint();

	@Option(order = 6, names = { "--endpoint-path", "--endpoint_path" }, defaultValue = "/", paramLabel = "<path>",
			description = "The path that --curl calls (default: /).")
	IngressEndpoint.Target endpointPath();

	@Option(order = 7, names = "--lifetime", defaultValue = "59", paramLabel = "<minutes>",
			description = "Minutes for which the JWT is valid, 1 to 60 (default: 59).")
	Duration lifetime();

	@Option(order = 8, names = { "--snowflake_account_url", "--snowflake-account-url" }, paramLabel = "<url>",
			description = "The account's URL, if it cannot be derived from --account.")
	@Nullable URI accountUrl();

	/**
	 * Accepted for command lines written for Snowflake's sample program, and ignored: one
	 * run renews nothing.
	 */
	@Option(order = 9, names = { "--renewal_delay", "--renewal-delay" }, hidden = true, defaultValue = "54")
	String renewalDelay();

	@Option(order = 10, names = "--header", description = "Print the whole Authorization header instead of the token.")
	boolean header();

	@Option(order = 11, names = "--curl",
			description = "Print a curl command that calls the endpoint instead of the token.")
	boolean curl();

	@Option(order = 12, names = { "-h", "--help" }, usageHelp = true, description = "Print this help.")
	boolean help();

	/** Parses the command line; throws {@link ParameterException} if it is invalid. */
	static TokenOptions parse(String... args) {
		CommandLine commandLine = commandLine();
		commandLine.parseArgs(args);
		TokenOptions options = commandLine.getCommand();
		if (options.help()) {
			return options;
		}
		String role = options.role();
		if (options.user().isBlank() || (role != null && role.isBlank())) {
			throw new ParameterException(commandLine, "--user or --role is blank.");
		}
		if (options.curl() && options.header()) {
			throw new ParameterException(commandLine, "--curl and --header cannot be combined.");
		}
		return options;
	}

	static String usage() {
		return commandLine().getUsageMessage(Ansi.OFF);
	}

	/**
	 * What is wrong with a command line, without its values: one may be a misplaced
	 * secret.
	 */
	static String message(ParameterException failure) {
		if (failure instanceof UnmatchedArgumentException unmatched) {
			String first = unmatched.getUnmatched().getFirst();
			if (!first.startsWith("--")) {
				return "Unexpected argument: each value follows its option.";
			}
			String option = first.replaceFirst("=.*$", "");
			return option.contains("pass")
					? "A passphrase cannot be an argument: set " + TokenCommand.PASSPHRASE + " in the environment."
					: "Unknown option " + option + ".";
		}
		return String.valueOf(failure.getMessage()).replace("'" + failure.getValue() + "'", "its value");
	}

	private static CommandLine commandLine() {
		return new CommandLine(TokenOptions.class).setExpandAtFiles(false)
			.registerConverter(AccountIdentifier.class, converter(AccountIdentifier::of))
			.registerConverter(IngressEndpoint.class, converter(IngressEndpoint::new))
			.registerConverter(IngressEndpoint.Target.class, converter(IngressEndpoint.Target::new))
			.registerConverter(URI.class, converter(AccountIdentifier::parseUrl))
			.registerConverter(Duration.class, converter(TokenOptions::minutes));
	}

	/**
	 * Picocli shows the message of this exception alone; of others, the value as well.
	 */
	private static <T> ITypeConverter<T> converter(Function<String, T> parser) {
		return (text) -> {
			try {
				return parser.apply(text);
			}
			catch (IllegalArgumentException ex) {
				throw new TypeConversionException(ex.getMessage());
			}
		};
	}

	private static Duration minutes(String text) {
		Duration lifetime = text.matches("\\d{1,4}") ? Duration.ofMinutes(Integer.parseInt(text)) : Duration.ZERO;
		if (!lifetime.isPositive() || lifetime.compareTo(KeyPairJwt.LONGEST_LIFETIME) > 0) {
			throw new IllegalArgumentException("not a whole number of minutes from 1 to 60, Snowflake's maximum.");
		}
		return lifetime;
	}

}
