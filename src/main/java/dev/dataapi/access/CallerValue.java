package dev.dataapi.access;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What of a caller stands for a value in a statement: a claim, or the caller's name.
 *
 * @param claim the claim's name, or nothing for the name
 */
public record CallerValue(@Nullable String claim) {

	/** What a file may say, to be read after "must be". */
	public static final String ACCEPTED = "caller.name, or caller.claims. and the name of a claim";

	private static final String NAME = "caller.name";

	private static final String CLAIMS = "caller.claims.";

	private static final Pattern CLAIM = Pattern.compile("[!-~]{1,255}");

	/** Reads what a file says, or nothing if it is not accepted. */
	public static @Nullable CallerValue parse(String text) {
		if (text.equals(NAME)) {
			return new CallerValue(null);
		}
		String claim = text.startsWith(CLAIMS) ? text.substring(CLAIMS.length()) : "";
		return CLAIM.matcher(claim).matches() ? new CallerValue(claim) : null;
	}

	/** What a caller has there, or nothing. */
	public @Nullable String of(Caller caller) {
		return (this.claim != null) ? caller.claims().get(this.claim) : caller.name();
	}

	@Override
	public String toString() {
		return (this.claim != null) ? CLAIMS + this.claim : NAME;
	}

}
