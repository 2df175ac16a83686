package dev.dataapi.token;

import java.time.Duration;
import java.util.function.Function;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reads the command line, and words what is wrong with it without repeating a value: it
 * may be a misplaced secret.
 */
final class TokenOptionsParser {

	private final CommandLine commandLine = new CommandLine(TokenOptions.class).setExpandAtFiles(false)
		.registerConverter(AccountIdentifier.class, converter(AccountIdentifier::new))
		.registerConverter(IngressEndpoint.class, converter(IngressEndpoint::new))
		.registerConverter(EndpointPath.class, converter(EndpointPath::new))
		.registerConverter(AccountUrl.class, converter(AccountUrl::parse))
		.registerConverter(Duration.class, converter(TokenOptionsParser::minutes));

	/** The options; {@link ParameterException} when they make no sense. */
	TokenOptions parse(String[] args) {
		this.commandLine.parseArgs(args);
		TokenOptions options = this.commandLine.getCommand();
		if (options.help()) {
			return options;
		}
		String role = options.role();
		if (options.user().isBlank() || (role != null && role.isBlank())) {
			throw new ParameterException(this.commandLine, "--user or --role is blank.");
		}
		if (options.curl() && options.header()) {
			throw new ParameterException(this.commandLine, "--curl and --header are two answers to one question.");
		}
		return options;
	}

	String usage() {
		return this.commandLine.getUsageMessage(Ansi.OFF);
	}

	static String sentence(ParameterException failure) {
		if (failure instanceof UnmatchedArgumentException unmatched) {
			String first = unmatched.getUnmatched().getFirst();
			if (!first.startsWith("--")) {
				return "There is an argument that belongs to no option.";
			}
			String option = first.replaceFirst("=.*$", "");
			return option.contains("pass")
					? "A passphrase is never an argument: set " + TokenCommand.PASSPHRASE + " in the environment."
					: "There is no option " + option + ".";
		}
		return String.valueOf(failure.getMessage()).replace("'" + failure.getValue() + "'", "its value");
	}

	private static Duration minutes(String text) {
		Duration lifetime = text.matches("\\d{1,4}") ? Duration.ofMinutes(Integer.parseInt(text)) : Duration.ZERO;
		if (!lifetime.isPositive() || lifetime.compareTo(KeyPairToken.LONGEST_LIFETIME) > 0) {
			throw new IllegalArgumentException(
					"a whole number of minutes from 1 to 60, the most that Snowflake takes.");
		}
		return lifetime;
	}

	private static <T> ITypeConverter<T> converter(Function<String, T> constructor) {
		return (text) -> {
			try {
				return constructor.apply(text);
			}
			catch (IllegalArgumentException ex) {
				throw new TypeConversionException(ex.getMessage());
			}
		};
	}

}
