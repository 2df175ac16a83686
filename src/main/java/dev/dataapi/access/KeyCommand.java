package dev.dataapi.access;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The command {@code key}: makes a key for a caller, and the line of the file of callers
 * that accepts it. The key is printed once and kept nowhere.
 */
public final class KeyCommand {

	static final String USAGE = """
			Usage: java -jar data-api.jar key <name> [<role> ...] [<claim>=<value> ...]

			Makes a key for a caller. Prints the key alone to standard output, and to standard error
			the line for the file that DATA_API_CALLERS names. The key is kept nowhere.
			A claim such as tenant=acme is what endpoints may bind from the caller.

			Exit status: 0 with a key, 2 for invalid arguments.
			""";

	/** Tells people and scanners of secrets what it is. */
	private static final String PREFIX = "dak_";

	private static final int BYTES = 32;

	private KeyCommand() {
	}

	/** Runs the command and exits with its status. */
	public static void main(String[] args) {
		System.exit(run(args, System.out, System.err));
	}

	/** Runs the command and returns its status: 0 with a key, 2 for wrong arguments. */
	static int run(String[] args, PrintStream out, PrintStream err) {
		List<String> all = Arrays.asList(args);
		if (all.equals(List.of("--help")) || all.equals(List.of("-h"))) {
			out.print(USAGE);
			return 0;
		}
		String objection = objection(all);
		if (objection != null) {
			err.println(objection);
			err.print(USAGE);
			return 2;
		}
		byte[] random = new byte[BYTES];
		new SecureRandom().nextBytes(random);
		String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
		List<String> roles = all.stream().skip(1).filter((each) -> !isClaim(each)).toList();
		List<String> claims = all.stream().skip(1).filter(KeyCommand::isClaim).toList();
		err.println("Add this line to the file that DATA_API_CALLERS names:");
		err.println(all.getFirst() + "  " + (roles.isEmpty() ? "-" : String.join(",", roles)) + "  " + Sha256.of(key)
				+ claims.stream().map("  "::concat).collect(Collectors.joining()));
		out.println(key);
		return 0;
	}

	private static @Nullable String objection(List<String> arguments) {
		if (arguments.isEmpty()) {
			return "The name of the caller is missing.";
		}
		String name = arguments.getFirst();
		if (!Caller.isName(name) || name.startsWith("-") || name.startsWith("#")
				|| name.chars().anyMatch(Character::isWhitespace)) {
			return "The name of a caller must be 1 to 255 characters without blanks, and not begin with - or #.";
		}
		List<String> claims = arguments.stream().skip(1).filter(KeyCommand::isClaim).toList();
		if (!claims.stream()
			.allMatch((each) -> CallersFile.isClaim(each) && each.chars().noneMatch(Character::isWhitespace))
				|| claims.stream().map(KeyCommand::claimName).distinct().count() < claims.size()) {
			return "A claim must be a name, = and a value without blanks, and no name may stand there twice.";
		}
		return arguments.stream().skip(1).allMatch((each) -> isClaim(each) || Access.isRole(each)) ? null
				: "Roles must be " + Access.ACCEPTED_ROLES + ".";
	}

	/** No role has the sign. */
	private static boolean isClaim(String argument) {
		return argument.indexOf('=') >= 0;
	}

	private static String claimName(String claim) {
		return claim.substring(0, claim.indexOf('='));
	}

}
