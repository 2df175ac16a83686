package dev.dataapi.testserver;

import java.time.Duration;
import java.time.Instant;

/**
 * A secret and the moment it expires.
 */
record SessionToken(String text, Instant until, Duration life) {

	static SessionToken of(String text, Duration life) {
		return new SessionToken(text, Instant.now().plus(life), life);
	}

	SessionToken expired() {
		return new SessionToken(this.text, Instant.EPOCH, this.life);
	}

	boolean over() {
		return !Instant.now().isBefore(this.until);
	}

	@Override
	public String toString() {
		return "SessionToken until " + this.until;
	}

}
