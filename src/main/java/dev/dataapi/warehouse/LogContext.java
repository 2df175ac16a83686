package dev.dataapi.warehouse;

import java.util.Map;

import org.slf4j.MDC;

/**
 * Carries what a request's thread notes for the log over to a thread that works for it.
 */
public final class LogContext {

	private LogContext() {
	}

	/**
	 * Wraps work for another thread; where requests share it, with the notes of the one
	 * that sends it off.
	 */
	public static Runnable carriedTo(Runnable work) {
		Map<String, String> notes = MDC.getCopyOfContextMap();
		if (notes == null) {
			return work;
		}
		return () -> {
			MDC.setContextMap(notes);
			try {
				work.run();
			}
			finally {
				MDC.clear();
			}
		};
	}

}
