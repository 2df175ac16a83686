package dev.dataapi.token;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command's options, each spelled with underscores as in Snowflake's own program, or
 * with hyphens.
 */
@Command(name = "token", sortOptions = false, usageHelpAutoWidth = false, usageHelpWidth = 100,
		header = "Exchanges a key pair for the Snowflake token that opens a service's public endpoint.",
		synopsisHeading = "%nUsage: ", optionListHeading = "%n",
		customSynopsis = "java -jar data-api.jar token --account=<account> --user=<user> [--role=<role>]%n"
				+ "       --private_key_file_path=<file> --endpoint=<host> [--header | --curl]",
		footer = { "", "The token alone goes to standard output, everything else to standard error.",
				"The passphrase of an encrypted key comes from the environment (" + TokenCommand.PASSPHRASE
						+ ") or, at a terminal, from a prompt.",
				"", "A programmatic access token (PAT) needs no exchange: use it as it is in the same header,",
				"  Authorization: Snowflake Token=\"<PAT>\"", "",
				"Exit status: 0 with a token, 1 without one, 2 for options that make no sense." })
interface TokenOptions {

	@Option(order = 1, names = "--account", required = true, paramLabel = "<account>",
			description = "The account identifier: myorganization-myaccount for"
					+ " myorganization-myaccount.snowflakecomputing.com.")
	AccountIdentifier account();

	@Option(order = 2, names = "--user", required = true, paramLabel = "<user>",
			description = "The user that has the public key of the pair.")
	String user();

	@Option(order = 3, names = "--role", paramLabel = "<role>",
			description = "The role that may use the endpoint, upper and lower case as in Snowflake;"
					+ " the user's default role if absent.")
	@Nullable String role();

	@Option(order = 4, names = { "--private_key_file_path", "--private-key-file-path" }, required = true,
			paramLabel = "<file>", description = "The private key: PKCS#8, PEM, with or without passphrase.")
	Path privateKeyFile();

	@Option(order = 5, names = "--endpoint", required = true, paramLabel = "<host>",
			description = "The ingress_url that SHOW ENDPOINTS IN SERVICE shows; a whole URL does too.")
	IngressEndpoint endpoint();

	@Option(order = 6, names = { "--endpoint-path", "--endpoint_path" }, defaultValue = "/", paramLabel = "<path>",
			description = "The path that --curl calls (default: /).")
	EndpointPath endpointPath();

	@Option(order = 7, names = "--lifetime", defaultValue = "59", paramLabel = "<minutes>",
			description = "Minutes for which the JWT is valid, 1 to 60 (default: 59).")
	Duration lifetime();

	@Option(order = 8, names = { "--snowflake_account_url", "--snowflake-account-url" }, paramLabel = "<url>",
			description = "The account's URL, if it does not follow from --account.")
	@Nullable AccountUrl accountUrl();

	/**
	 * Taken because command lines written for Snowflake's own program may have it; one
	 * run renews nothing.
	 */
	@Option(order = 9, names = { "--renewal_delay", "--renewal-delay" }, hidden = true, defaultValue = "54")
	String renewalDelay();

	@Option(order = 10, names = "--header", description = "Print the whole Authorization header instead of the token.")
	boolean header();

	@Option(order = 11, names = "--curl",
			description = "Print a curl command that calls the endpoint instead of the token.")
	boolean curl();

	@Option(order = 12, names = { "-h", "--help" }, usageHelp = true, description = "Print this.")
	boolean help();

}
