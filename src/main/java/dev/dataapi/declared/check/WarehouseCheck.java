package dev.dataapi.declared.check;

import dev.dataapi.declared.LookupDeclaration;
import dev.dataapi.declared.Availability;
import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.declared.file.DeclaredFile;
import dev.dataapi.declared.Declaration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.dataapi.cache.FailureText;
import dev.dataapi.warehouse.WarehouseTemplate;
import dev.dataapi.declared.Availability.Reason;
import dev.dataapi.declared.check.CheckRound.Pool;
import dev.dataapi.declared.check.CheckProperties.OnFailedCheck;
import dev.dataapi.warehouse.WarmUp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;

/**
 * Compares the declared endpoints with the warehouse before the service is ready. One
 * that differs ends the start, or is checked again until it fits while the others are
 * served.
 */
public final class WarehouseCheck implements WarmUp, AutoCloseable {

	private static final Logger LOGGER = LoggerFactory.getLogger(WarehouseCheck.class);

	/** A check may keep Snowflake's warehouse running. */
	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

	private final DeclaredFile file;

	private final Pool lookups;

	private final Pool reports;

	private final Grants grants;

	private final CheckProperties properties;

	private final Availability availability;

	private final @Nullable CheckProgress progress;

	private final CheckRound start;

	private final ScheduledExecutorService rechecks = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("endpoint-recheck").factory());

	public WarehouseCheck(DeclaredFile file, Pool lookups, Pool reports, Grants grants, CheckProperties properties,
			Availability availability, @Nullable CheckProgress progress) {
		this.file = file;
		this.lookups = lookups;
		this.reports = reports;
		this.grants = grants;
		this.properties = properties;
		this.availability = availability;
		this.progress = progress;
		this.start = round(file.endpoints().all());
	}

	private CheckRound round(List<Declaration> declarations) {
		Diagnostics diagnostics = new Diagnostics(this.file,
				(declaration) -> declaration
					.within(((declaration instanceof LookupDeclaration) ? this.lookups : this.reports).template()),
				this.grants);
		return new CheckRound(declarations, this.lookups, this.reports, diagnostics, areOthersServed(), this.progress);
	}

	private boolean areOthersServed() {
		return this.properties.onFailedCheck() == OnFailedCheck.SERVE_OTHERS && this.progress == null;
	}

	@Override
	public boolean isRequired() {
		return true;
	}

	/**
	 * Checks all statements that have not been answered yet.
	 * @throws DataAccessException if the warehouse cannot be reached
	 * @throws IllegalStateException caused by an {@link InvalidEndpointsException}
	 */
	@Override
	public void runEachStatement() {
		long started = System.nanoTime();
		if (this.progress != null) {
			this.progress.begin(this.start.statements());
		}
		this.start.run();
		Diagnostics diagnostics = this.start.diagnostics();
		if (this.progress != null) {
			new KeyCount(this.reports.template(), diagnostics).count(this.file.endpoints().lookups());
		}
		List<String> errors = diagnostics.errors();
		if (!errors.isEmpty() && (!areOthersServed() || diagnostics.isMalformed())) {
			throw new IllegalStateException("The declared endpoints do not fit the warehouse",
					new InvalidEndpointsException(errors));
		}
		diagnostics.warnings().forEach(LOGGER::warn);
		LOGGER.info("{}: {} statements checked in {} s", this.file.name(), this.start.statements(),
				"%.1f".formatted((System.nanoTime() - started) / 1e9));
		if (!diagnostics.failed().isEmpty()) {
			errors.forEach(LOGGER::error);
			diagnostics.failed().forEach((id, reason) -> LOGGER.error("{} is not served: {}", id, reason.sentence()));
			this.availability.set(diagnostics.failed());
			recheck(diagnostics.failed(), this.properties.recheckAfter());
		}
	}

	private void recheck(Map<String, Reason> failed, Duration pause) {
		this.rechecks.schedule(() -> {
			Map<String, Reason> left = stillFailed(failed);
			this.availability.set(left);
			if (!left.isEmpty()) {
				Duration longer = pause.multipliedBy(2);
				recheck(left, (longer.compareTo(LONGEST_PAUSE) < 0) ? longer
						: (pause.compareTo(LONGEST_PAUSE) < 0) ? LONGEST_PAUSE : pause);
			}
		}, pause.toMillis(), TimeUnit.MILLISECONDS);
	}

	private Map<String, Reason> stillFailed(Map<String, Reason> failed) {
		CheckRound round = round(
				this.file.endpoints().all().stream().filter((each) -> failed.containsKey(each.id())).toList());
		try {
			round.run();
		}
		catch (RuntimeException ex) {
			LOGGER.warn("{} cannot be checked again: {}", failed.keySet(), FailureText.of(ex));
			return failed;
		}
		Map<String, Reason> left = new LinkedHashMap<>(round.diagnostics().failed());
		failed.keySet().stream().filter((id) -> !left.containsKey(id)).forEach((id) -> LOGGER.info("{} is served", id));
		round.diagnostics().errors().forEach(LOGGER::warn);
		left.forEach((id, reason) -> LOGGER.warn("{} is still not served: {}", id, reason.sentence()));
		return left;
	}

	/** Findings that do not end the start. */
	public List<String> warnings() {
		return this.start.diagnostics().warnings();
	}

	/** Which of what the endpoints read is a table or a view, as far as it is known. */
	public Map<List<String>, String> kinds() {
		return new TableKinds(this.reports.template()).of(Grants.tables(this.file.endpoints()));
	}

	@Override
	public void close() {
		this.rechecks.shutdownNow();
	}

}
