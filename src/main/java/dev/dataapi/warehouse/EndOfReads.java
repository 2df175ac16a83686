package dev.dataapi.warehouse;

import java.util.List;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the reads that still run once requests have had their time to end. Otherwise the
 * caches would wait for them, for as long again, before the process ends.
 */
public final class EndOfReads implements SmartLifecycle {

	private final List<WarehouseTemplate> pools;

	private volatile boolean running;

	/** Ends the reads of some pools. */
	public EndOfReads(List<WarehouseTemplate> pools) {
		this.pools = pools;
	}

	@Override
	public void start() {
		this.pools.forEach(WarehouseTemplate::resume);
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.pools.forEach(WarehouseTemplate::endAll);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Stopped after the web server, which waits for requests. */
	@Override
	public int getPhase() {
		return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
	}

}
