package dev.dataapi.declared.check;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.cache.FailureText;
import dev.dataapi.declared.ServedEndpoints;
import dev.dataapi.declared.Statements;
import dev.dataapi.declared.file.DeclaredFiles;
import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.declared.file.ReadFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for changed files of endpoints, and serves what they declare if all of it is
 * right. What the files hold is compared, since volumes of containers tell changes in no
 * other way that is the same on all of them. Not thread-safe.
 */
public final class EndpointReload implements Runnable {

	private static final Logger LOGGER = LoggerFactory.getLogger(EndpointReload.class);

	/** After the warehouse gave no answer. */
	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final String places;

	private final WarehouseCheck check;

	private final ServedEndpoints served;

	private final Clock clock;

	/** Has read what was last checked. */
	private ReadFiles files;

	/** What the files held a look before. */
	private @Nullable String before;

	/** In terms of {@link System#nanoTime()}. */
	private long pauseEnd = System.nanoTime();

	/**
	 * Creates what looks for changes.
	 * @param places files, and folders with files, separated by commas
	 * @param files has read what is served
	 * @param clock tells, in its time zone, which day it is
	 */
	public EndpointReload(String places, ReadFiles files, WarehouseCheck check, ServedEndpoints served, Clock clock) {
		this.places = places;
		this.files = files;
		this.check = check;
		this.served = served;
		this.clock = clock;
	}

	/** Looks once. What is thrown would end the schedule. */
	@Override
	public void run() {
		try {
			if (this.check.isPassed() && System.nanoTime() - this.pauseEnd >= 0) {
				look();
			}
		}
		catch (RuntimeException | Error ex) {
			LOGGER.warn("Changed endpoints cannot be checked now, which is tried again in {} s: {}", PAUSE.toSeconds(),
					FailureText.of(ex));
			this.pauseEnd = System.nanoTime() + PAUSE.toNanos();
		}
	}

	/** Takes a change once two looks see the same, so that no file is half written. */
	private void look() {
		String now = this.files.fingerprintNow();
		boolean settled = now.equals(this.before);
		this.before = now;
		if (settled && !now.equals(this.files.fingerprint())) {
			ReadFiles changed = new ReadFiles(this.places);
			try {
				serve(DeclaredFiles.read(changed));
			}
			catch (InvalidEndpointsException ex) {
				ex.errors().forEach(LOGGER::error);
				LOGGER.error("The changed endpoints are not served: those before are, until the files are right");
			}
			catch (InvalidSettingException ex) {
				LOGGER.error("{} The endpoints before are served", ex.getMessage());
			}
			this.files = changed;
		}
	}

	private void serve(DeclaredFiles declared) throws InvalidEndpointsException {
		declared.require(this.served::objection);
		List<Statements> statements = declared.endpoints().statements(this.clock);
		this.check.check(declared, statements);
		this.served.replace(statements);
		this.check.replace(declared, statements);
		LOGGER.info("{}: changed, {} endpoints are served", declared.names(), statements.size());
	}

}
