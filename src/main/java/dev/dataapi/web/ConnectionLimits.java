package dev.dataapi.web;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.dataapi.export.Exports;
import org.apache.coyote.Constants;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the connections, and closes those that hold memory for nothing.
 * <p>
 * A connection is useless while it is idle, sends its request slowly or reads its answer
 * slowly. Each of these states has a deadline. When the limit is reached, a new
 * connection replaces the one that has been useless for longest; Tomcat alone would let
 * new ones wait, probes among them. Connections whose requests wait for the warehouse
 * stay.
 */
public class ConnectionLimits extends Http11NioProtocol {

	/**
	 * How many of the connections that Tomcat accepts are spare: for probes and answers
	 * of 503 while others are being closed or all wait for the warehouse.
	 */
	static final int SPARE = 32;

	private static final long SWEEP_MILLIS = 500;

	/** How long after its answer a request may still be sending. */
	private static final long BODY_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** How long a connection may take to close. */
	private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** How long a caller may take to read an answer while others wait for its memory. */
	private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** A caller that reads fewer bytes in a second than this is stuck. */
	private static final long SLOWEST_BYTES = 8 * 1024;

	/** Fits most answers of cached look-ups; larger ones are written in pieces. */
	private static final int BUFFER_BYTES = 2048;

	/**
	 * Connections that were told to close, and when. One that began to work at that
	 * moment goes on and must be told again.
	 */
	private final Map<SocketWrapperBase<?>, Long> closing = new IdentityHashMap<>();

	/** Weak, since Tomcat does not tell when it drops one. */
	private final Set<LimitedProcessor> processors = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private BooleanSupplier memoryWaitedFor = () -> false;

	private @Nullable ScheduledFuture<?> sweeps;

	public ConnectionLimits() {
		this(new LimitedEndpoint());
	}

	private ConnectionLimits(LimitedEndpoint endpoint) {
		super(endpoint);
		endpoint.limits = this;
	}

	/** While this is true, the slowest reader of an answer is disconnected. */
	void setMemoryWaitedFor(BooleanSupplier memoryWaitedFor) {
		this.memoryWaitedFor = memoryWaitedFor;
	}

	/** How many connections may be in use if Tomcat accepts so many. */
	static int bound(int maxConnections) {
		return maxConnections - Math.min(SPARE, maxConnections / 2);
	}

	@Override
	public int getDesiredBufferSize() {
		return BUFFER_BYTES;
	}

	@Override
	public void start() throws Exception {
		super.start();
		// To Tomcat, zero or less means no timeout
		if (getConnectionTimeout() > 0) {
			this.sweeps = getUtilityExecutor().scheduleWithFixedDelay(this::sweepSafely, SWEEP_MILLIS, SWEEP_MILLIS,
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

	@Override
	protected Processor createProcessor() {
		LimitedProcessor processor = new LimitedProcessor(this);
		this.processors.add(processor);
		return processor;
	}

	/** An exception would end the schedule. */
	private void sweepSafely() {
		try {
			sweep();
		}
		catch (RuntimeException ex) {
			getLog().error("Connections could not be swept", ex);
		}
	}

	/**
	 * Closes what is overdue, the slowest reader if its memory is waited for, and those
	 * that were not useless yet when new connections needed a place.
	 */
	private synchronized void sweep() {
		long timeout = TimeUnit.MILLISECONDS.toNanos(getConnectionTimeout());
		Use slowest = null;
		List<Use> uses = uses();
		for (Use use : uses) {
			boolean overdue = switch (use.state()) {
				case HEAD -> use.nanos() > timeout;
				case BODY -> use.nanos() > BODY_NANOS;
				case ANSWER -> use.nanos() > timeout && use.bytesInASecond() < SLOWEST_BYTES;
				case OVERDUE -> true;
				case IDLE, WORK -> false;
			};
			if (overdue) {
				close(use);
			}
			else if (use.isSlow() && (slowest == null || use.nanos() > slowest.nanos())) {
				slowest = use;
			}
		}
		if (slowest != null && this.memoryWaitedFor.getAsBoolean()) {
			close(slowest);
		}
		makeRoom(uses);
	}

	private synchronized void makeRoom() {
		makeRoom(uses());
	}

	/** Closes those that have been useless for longest, until one place is free. */
	private void makeRoom(List<Use> uses) {
		int tooMany = uses.size() - this.closing.size() + 1 - bound(getMaxConnections());
		if (getMaxConnections() > 0 && tooMany > 0) {
			uses.stream()
				.filter((use) -> use.state() != State.WORK && (use.state() != State.ANSWER || use.isSlow()))
				.filter((use) -> !this.closing.containsKey(use.connection()))
				.sorted(Comparator.comparingLong(Use::nanos).reversed())
				.limit(tooMany)
				.forEach(this::close);
		}
	}

	private List<Use> uses() {
		Set<SocketWrapperBase<NioChannel>> connections = getEndpoint().getConnections();
		long now = System.nanoTime();
		this.closing.entrySet()
			.removeIf((each) -> now - each.getValue() > CLOSING_NANOS || !connections.contains(each.getKey()));
		Map<@Nullable SocketWrapperBase<?>, Request> requests = new IdentityHashMap<>();
		synchronized (this.processors) {
			this.processors.forEach((processor) -> requests.put(processor.connection(), processor.getRequest()));
		}
		return connections.stream().map((connection) -> Use.of(connection, requests.get(connection))).toList();
	}

	private void close(Use use) {
		SocketWrapperBase<NioChannel> connection = use.connection();
		if (this.closing.putIfAbsent(connection, System.nanoTime()) != null) {
			return;
		}
		if (use.state() == State.IDLE || use.state() == State.HEAD) {
			// As Tomcat does at its own timeouts, once the current read is done
			connection.processSocket(SocketEvent.ERROR, true);
			return;
		}
		// Its thread reads or writes: both fail now, and it closes the connection
		SocketChannel channel = connection.getSocket().getIOChannel();
		try {
			if (channel != null) {
				channel.shutdownInput();
				channel.shutdownOutput();
			}
		}
		catch (IOException ex) {
			getLog().debug("Closed meanwhile", ex);
		}
	}

	/**
	 * What a connection waits for: a request, the rest of a request's head, the answer,
	 * the answer's reader, or, after the answer, the rest of the body. An export bounds
	 * itself how long it waits for the warehouse and for its reader, and says when it is
	 * overdue.
	 */
	private enum State {

		IDLE, HEAD, WORK, ANSWER, BODY, OVERDUE

	}

	/**
	 * What a connection is used for, as well as another thread can tell.
	 *
	 * @param connection the connection
	 * @param state what it waits for
	 * @param nanos how long it has done so
	 * @param written how many bytes of the answer have been written
	 */
	private record Use(SocketWrapperBase<NioChannel> connection, State state, long nanos, long written) {

		/** Tomcat's mark for a time that is not set. */
		private static final long NEVER = -1;

		static Use of(SocketWrapperBase<NioChannel> connection, @Nullable Request request) {
			long started = (request != null) ? request.getStartTimeNanos() : NEVER;
			if (request == null || started == NEVER) {
				long idle = System.currentTimeMillis() - ((NioSocketWrapper) connection).getLastRead();
				return new Use(connection, State.IDLE, TimeUnit.MILLISECONDS.toNanos(idle), 0);
			}
			long now = System.nanoTime();
			if (request.getAttribute(Exports.OVERDUE) instanceof BooleanSupplier overdue) {
				return new Use(connection, overdue.getAsBoolean() ? State.OVERDUE : State.WORK, now - started, 0);
			}
			Response response = request.getResponse();
			long committed = response.getCommitTimeNanos();
			int stage = request.getRequestProcessor().getStage();
			if (committed != NEVER && (stage == Constants.STAGE_SERVICE || stage == Constants.STAGE_ENDOUTPUT)) {
				return new Use(connection, State.ANSWER, now - committed, response.getBytesWritten(false));
			}
			State state = switch (stage) {
				case Constants.STAGE_ENDED -> State.HEAD;
				case Constants.STAGE_ENDINPUT -> State.BODY;
				default -> State.WORK;
			};
			return new Use(connection, state, now - started, 0);
		}

		boolean isSlow() {
			return this.state == State.ANSWER && this.nanos > SLOW_NANOS;
		}

		double bytesInASecond() {
			return this.written * 1e9 / this.nanos;
		}

	}

	private static final class LimitedProcessor extends Http11Processor {

		LimitedProcessor(ConnectionLimits protocol) {
			super(protocol, protocol.getAdapter());
		}

		@Nullable SocketWrapperBase<?> connection() {
			return getSocketWrapper();
		}

	}

	private static final class LimitedEndpoint extends NioEndpoint {

		private @Nullable ConnectionLimits limits;

		@Override
		protected boolean setSocketOptions(SocketChannel socket) {
			ConnectionLimits limits = this.limits;
			if (limits != null && getMaxConnections() > 0 && this.connections.size() >= bound(getMaxConnections())) {
				limits.makeRoom();
			}
			return super.setSocketOptions(socket);
		}

	}

}
