package dev.dataapi.declared.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.dataapi.cache.FailureText;
import dev.dataapi.declared.Availability;
import dev.dataapi.declared.Availability.Reason;
import dev.dataapi.declared.Statements;
import dev.dataapi.declared.check.CheckProperties.OnFailedCheck;
import dev.dataapi.declared.check.CheckRound.Pool;
import dev.dataapi.declared.check.EndpointCheck.Findings;
import dev.dataapi.declared.file.DeclaredFile;
import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.warehouse.StartCheck;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the declared endpoints with the warehouse before the service is ready. One
 * that differs ends the start, or is checked again until it fits while the others are
 * served.
 */
public final class WarehouseCheck implements StartCheck, AutoCloseable {

	private static final Logger LOGGER = LoggerFactory.getLogger(WarehouseCheck.class);

	/** A check may keep Snowflake's warehouse running. */
	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

	private final DeclaredFile file;

	private final List<Statements> endpoints;

	private final Pool lookups;

	private final Pool reports;

	private final Grants grants;

	private final CheckProperties properties;

	private final Availability availability;

	private final @Nullable CheckWatch watch;

	private final CheckRound start;

	private final ScheduledExecutorService rechecks = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("endpoint-recheck").factory());

	/**
	 * Creates the check.
	 * @param file says where things stand
	 * @param endpoints the statements of each endpoint of the file
	 * @param lookups where statements of look-ups run
	 * @param reports where statements of reports run
	 * @param role the service's role, blank where only Snowflake knows it
	 * @param properties what a failed check does
	 * @param availability told which endpoints are not served
	 * @param watch the command {@code check}, if it waits for the end; the check then does
	 * what takes too long for each start, such as counting keys
	 */
	public WarehouseCheck(DeclaredFile file, List<Statements> endpoints, Pool lookups, Pool reports, String role,
			CheckProperties properties, Availability availability, @Nullable CheckWatch watch) {
		this.file = file;
		this.endpoints = endpoints;
		this.lookups = lookups;
		this.reports = reports;
		this.grants = new Grants(role, Map.of());
		this.properties = properties;
		this.availability = availability;
		this.watch = watch;
		this.start = round(endpoints);
	}

	private CheckRound round(List<Statements> endpoints) {
		return new CheckRound(endpoints, new Findings(this.file, this.grants), areOthersServed(), this.watch);
	}

	private boolean areOthersServed() {
		return this.properties.onFailedCheck() == OnFailedCheck.SERVE_OTHERS && this.watch == null;
	}

	/**
	 * Checks all statements that have not been answered so far.
	 * @throws IllegalStateException caused by an {@link InvalidEndpointsException}
	 */
	@Override
	public void check() {
		long started = System.nanoTime();
		if (this.watch != null) {
			this.watch.reached(this.start.statements());
		}
		this.start.run(this.lookups, this.reports);
		if (this.watch != null) {
			this.start.checks().forEach((each) -> KeyCount.check(each, this.reports.template()));
		}
		List<String> errors = this.start.errors();
		boolean malformed = this.start.checks().stream().anyMatch(EndpointCheck::isMalformed);
		if (!errors.isEmpty() && (!areOthersServed() || malformed)) {
			throw new IllegalStateException("The declared endpoints do not fit the warehouse",
					new InvalidEndpointsException(errors));
		}
		warnings().forEach(LOGGER::warn);
		LOGGER.info("{}: {} statements checked in {} s", this.file.name(), this.start.statements(),
				"%.1f".formatted((System.nanoTime() - started) / 1e9));
		Map<String, Reason> failed = this.start.failed();
		if (!failed.isEmpty()) {
			errors.forEach(LOGGER::error);
			failed.forEach((id, reason) -> LOGGER.error("{} is not served: {}", id, reason.sentence()));
			this.availability.set(failed);
			recheckAfter(this.properties.recheckAfter());
		}
	}

	private void recheckAfter(Duration pause) {
		this.rechecks.schedule(() -> {
			recheck(this.availability.failed().keySet());
			if (!this.availability.failed().isEmpty()) {
				Duration longer = pause.multipliedBy(2);
				Duration longest = (pause.compareTo(LONGEST_PAUSE) < 0) ? LONGEST_PAUSE : pause;
				recheckAfter((longer.compareTo(longest) < 0) ? longer : longest);
			}
		}, pause.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void recheck(Set<String> failed) {
		CheckRound round = round(
				this.endpoints.stream().filter((each) -> failed.contains(each.declaration().id())).toList());
		try {
			round.run(this.lookups, this.reports);
		}
		catch (RuntimeException ex) {
			LOGGER.warn("{} cannot be checked again: {}", failed, FailureText.of(ex));
			return;
		}
		Map<String, Reason> left = round.failed();
		failed.stream().filter((id) -> !left.containsKey(id)).forEach((id) -> LOGGER.info("{} is served", id));
		round.errors().forEach(LOGGER::warn);
		left.forEach((id, reason) -> LOGGER.warn("{} is still not served: {}", id, reason.sentence()));
		this.availability.set(left);
	}

	/** Findings that do not end the start. */
	List<String> warnings() {
		return this.start.warnings();
	}

	/** {@code TABLE} or {@code VIEW} by the name of what the endpoints read. */
	Map<List<String>, String> kinds() {
		return Grants.kinds(this.file.endpoints(), this.reports.template());
	}

	@Override
	public void close() {
		this.rechecks.shutdownNow();
	}

}
