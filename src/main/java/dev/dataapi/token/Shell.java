package dev.dataapi.token;

import java.io.Console;
import java.io.PrintStream;
import java.time.Clock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What surrounds a run of the command.
 *
 * @param out receives the token and nothing else
 * @param err receives everything that is said about it
 * @param environment the value of an environment variable, or null
 * @param prompt shows its argument and reads a line that is not echoed; null where nobody
 * can be asked
 * @param clock tells when a JWT is issued
 */
public record Shell(PrintStream out, PrintStream err, Function<String, @Nullable String> environment,
		Function<String, char @Nullable []> prompt, Clock clock) {

	/** The shell that started this process. */
	static Shell system() {
		return new Shell(System.out, System.err, System::getenv, Shell::ask, Clock.systemUTC());
	}

	private static char @Nullable [] ask(String question) {
		Console console = System.console();
		if (console == null) {
			return null;
		}
		System.err.print(question);
		System.err.flush();
		return console.readPassword();
	}

}
