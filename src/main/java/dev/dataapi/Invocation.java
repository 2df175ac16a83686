package dev.dataapi;

import java.util.List;

/**
 * The arguments behind {@code java -jar data-api.jar}: a command with its own arguments,
 * or settings for the service.
 *
 * @param command {@code token}, {@code check}, {@code key} or {@code help}; empty for the
 * service
 * @param objection one sentence if the arguments are wrong, empty otherwise
 */
record Invocation(String command, String objection) {

	static final String USAGE = """
			Usage: java -jar data-api.jar [--<setting>=<value> ...]   start the service
			       java -jar data-api.jar check [--offline] <file>    check a file of endpoints
			       java -jar data-api.jar token --help                get a token for Snowflake's ingress
			       java -jar data-api.jar key <name> [<role> ...]     make a key for a caller
			""";

	private static final List<String> COMMANDS = List.of("check", "key", "token", "help");

	static Invocation of(String... arguments) {
		String first = (arguments.length > 0) ? arguments[0] : "";
		if (COMMANDS.contains(first)) {
			return new Invocation(first, "");
		}
		if (first.equals("--help") || first.equals("-h")) {
			return new Invocation("help", "");
		}
		for (String argument : arguments) {
			if (!argument.isBlank() && (!argument.startsWith("--") || argument.equals("--"))) {
				return new Invocation("", objection(argument, argument.equals(first)));
			}
		}
		return new Invocation("", "");
	}

	private static String objection(String argument, boolean first) {
		if (argument.startsWith("-")) {
			return argument + " is no option of this service: a setting is written --name=value.";
		}
		if (COMMANDS.contains(argument)) {
			return "The command " + argument + " must come first.";
		}
		String nearest = NearestWord.of(argument, COMMANDS);
		return argument + (first ? " is no command of this service" : " is no setting: they are written --name=value")
				+ ((nearest != null) ? "; the nearest is " + nearest : "") + ".";
	}

}
