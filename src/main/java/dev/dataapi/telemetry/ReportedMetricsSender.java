package dev.dataapi.telemetry;

import java.io.Closeable;
import java.io.IOException;

import io.micrometer.registry.otlp.OtlpMetricsSender;

/**
 * Sends metrics on and reports whether they were taken, instead of the registry, which
 * would log each failure with its stack.
 */
class ReportedMetricsSender implements OtlpMetricsSender, Closeable {

	private final OtlpMetricsSender sender;

	private final DeliveryLog log;

	ReportedMetricsSender(OtlpMetricsSender sender, DeliveryLog log) {
		this.sender = sender;
		this.log = log;
	}

	@Override
	public void send(Request request) {
		try {
			this.sender.send(request);
			this.log.delivered();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.log.failed(ex);
		}
		catch (Exception ex) {
			// The interface declares no narrower type, and whatever it is must not end
			// the exports
			this.log.failed(ex);
		}
	}

	@Override
	public void close() throws IOException {
		if (this.sender instanceof Closeable closeable) {
			closeable.close();
		}
	}

}
