package dev.dataapi;

/**
 * Starts the application, or says in one sentence that this Java is too old for it.
 *
 * <p>
 * Compiled for Java 17, the oldest one that Spring Boot's own launcher runs on, so that
 * what older ones print is this sentence rather than a stack trace.
 */
public final class Launcher {

	private static final int NEEDED = 21;

	private Launcher() {
	}

	public static void main(String[] args) {
		int found = Runtime.version().feature();
		if (found < NEEDED) {
			System.err.println("data-api needs Java " + NEEDED + " or newer, and this is Java " + found + ", in "
					+ System.getProperty("java.home") + ".");
			System.exit(1);
		}
		DataApiApplication.main(args);
	}

}
