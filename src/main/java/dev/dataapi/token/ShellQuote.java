package dev.dataapi.token;

/** Text as one word of a POSIX shell command line. */
final class ShellQuote {

	private ShellQuote() {
	}

	static String quote(Object text) {
		return "'" + text.toString().replace("'", "'\\''") + "'";
	}

}
