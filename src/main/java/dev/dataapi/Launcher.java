package dev.dataapi;

/**
 * Starts the application, or says in one sentence that this Java is too old.
 *
 * <p>
 * It is compiled for Java 17, the oldest that runs Spring Boot's own launcher, so that
 * Java 17 to 20 print this sentence instead of a stack trace.
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
