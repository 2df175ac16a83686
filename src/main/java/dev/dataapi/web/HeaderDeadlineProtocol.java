package dev.dataapi.web;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.apache.coyote.Constants;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection if its request line and headers are not complete within the
 * connection timeout. Tomcat restarts that timeout with each byte, so a caller that sends
 * one now and then would keep the connection and its buffers forever.
 */
public class HeaderDeadlineProtocol extends Http11NioProtocol {

	private static final long SWEEP_MILLIS = 500;

	private @Nullable ScheduledFuture<?> sweeps;

	@Override
	public void start() throws Exception {
		super.start();
		// To Tomcat, zero or less means no timeout
		if (getConnectionTimeout() > 0) {
			this.sweeps = getUtilityExecutor().scheduleWithFixedDelay(this::closeOverdue, SWEEP_MILLIS, SWEEP_MILLIS,
					TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public void stop() throws Exception {
		if (this.sweeps != null) {
			this.sweeps.cancel(false);
		}
		super.stop();
	}

	private void closeOverdue() {
		for (SocketWrapperBase<NioChannel> connection : getEndpoint().getConnections()) {
			if (connection.getCurrentProcessor() instanceof Processor processor && isOverdue(processor.getRequest())) {
				// As Tomcat does at its own timeouts, once the current read is done
				connection.processSocket(SocketEvent.ERROR, true);
			}
		}
	}

	/**
	 * A connection that has a processor but no request in service is in the middle of a
	 * request.
	 */
	private boolean isOverdue(@Nullable Request request) {
		return request != null && request.getStartTimeNanos() >= 0
				&& request.getRequestProcessor().getStage() == Constants.STAGE_ENDED && System.nanoTime()
						- request.getStartTimeNanos() > TimeUnit.MILLISECONDS.toNanos(getConnectionTimeout());
	}

}
