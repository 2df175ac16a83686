package dev.dataapi.web;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
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

import org.apache.coyote.Constants;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
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
 * A connection is of no use while it is idle, sends its head or a body that nobody reads
 * in pieces, or reads its answer slowly. Each of these has a deadline. When there are as
 * many connections as there may be, a new one takes the place of the one that has been of
 * no use for longest; Tomcat itself would leave new ones waiting, probes among them.
 * Connections whose requests wait for the warehouse keep their places.
 */
public class ConnectionLimits extends Http11NioProtocol {

	/**
	 * Of the most connections that Tomcat accepts, so many are for the moments in which
	 * others are being closed or all wait for the warehouse: to be answered 503, or by a
	 * probe.
	 */
	static final int SPARE = 32;

	private static final long SWEEP_MILLIS = 500;

	/** How long after its answer a request may still be sending. */
	private static final long BODY_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** How long a connection may take to close. */
	private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** How long a caller may take to read an answer while others wait for its memory. */
	private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** Fewer bytes in a second than any line of today, over the connection timeout. */
	private static final long SLOWEST_BYTES = 8 * 1024;

	/** For what is written by one call: most answers, and pieces of larger ones. */
	private static final int BUFFER_BYTES = 2048;

	/**
	 * Those that were told to close, and when: one that began to work in that moment goes
	 * on, and must be told again.
	 */
	private final Map<SocketWrapperBase<?>, Long> closing = new IdentityHashMap<>();

	/** Those that Tomcat keeps: it does not tell when it lets one go. */
	private final Set<LimitedProcessor> processors = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private BooleanSupplier memoryWaitedFor = () -> false;

	private @Nullable ScheduledFuture<?> sweeps;

	public ConnectionLimits() {
		this(new Endpoint());
	}

	private ConnectionLimits(Endpoint endpoint) {
		super(endpoint);
		endpoint.limits = this;
	}

	/** Lets slow readers of large answers go while this is true. */
	void setMemoryWaitedFor(BooleanSupplier memoryWaitedFor) {
		this.memoryWaitedFor = memoryWaitedFor;
	}

	/**
	 * Tells how many connections may be in use.
	 * @param maxConnections how many Tomcat accepts
	 */
	static int bound(int maxConnections) {
		return maxConnections - Math.min(SPARE, maxConnections / 2);
	}

	/** As large as a cached look-up needs it. */
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

	/** What is thrown would end the schedule. */
	private void sweepSafely() {
		try {
			sweep();
		}
		catch (RuntimeException ex) {
			getLog().error("Connections could not be swept", ex);
		}
	}

	/**
	 * Closes what is overdue, the slowest reader if its memory is waited for, and whom
	 * there was no reason to close when others came.
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
		if (getMaxConnections() > 0) {
			makeRoom(uses);
		}
	}

	private synchronized void makeRoom() {
		makeRoom(uses());
	}

	/** Closes those that have been of no use for longest, until there is one place. */
	private void makeRoom(List<Use> uses) {
		int tooMany = uses.size() - this.closing.size() + 1 - bound(getMaxConnections());
		if (tooMany > 0) {
			uses.stream()
				.filter((use) -> use.state() != State.WORK && (use.state() != State.ANSWER || use.isSlow()))
				.filter((use) -> !this.closing.containsKey(use.connection()))
				.sorted(Comparator.comparingLong(Use::nanos).reversed())
				.limit(tooMany)
				.forEach(this::close);
		}
	}

	/** What each connection is used for. */
	private List<Use> uses() {
		Set<SocketWrapperBase<NioChannel>> connections = getEndpoint().getConnections();
		long now = System.nanoTime();
		this.closing.entrySet()
			.removeIf((each) -> now - each.getValue() > CLOSING_NANOS || !connections.contains(each.getKey()));
		Map<SocketWrapperBase<?>, LimitedProcessor> processors = new IdentityHashMap<>();
		synchronized (this.processors) {
			for (LimitedProcessor processor : this.processors) {
				SocketWrapperBase<?> connection = processor.connection();
				if (connection != null) {
					processors.put(connection, processor);
				}
			}
		}
		List<Use> uses = new ArrayList<>(connections.size());
		for (SocketWrapperBase<NioChannel> connection : connections) {
			LimitedProcessor processor = processors.get(connection);
			uses.add(Use.of(connection, (processor != null) ? processor.getRequest() : null));
		}
		return uses;
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
		if (channel == null) {
			// It has done so meanwhile
			return;
		}
		try {
			channel.shutdownInput();
			channel.shutdownOutput();
		}
		catch (IOException ex) {
			getLog().debug("Closed meanwhile", ex);
		}
	}

	/** What a connection is used for. */
	private enum State {

		/** Nothing: it waits for a request. */
		IDLE,

		/** The head of a request is arriving. */
		HEAD,

		/** Its request is being answered. */
		WORK,

		/** Its answer is being written. */
		ANSWER,

		/** The answer has been written, and its request is still arriving. */
		BODY

	}

	/**
	 * What a connection is used for, as well as another thread can tell.
	 *
	 * @param connection the connection
	 * @param state the use
	 * @param nanos since when
	 * @param written how many bytes of the answer have been written
	 */
	private record Use(SocketWrapperBase<NioChannel> connection, State state, long nanos, long written) {

		/** Tomcat's sign for a moment that has not come. */
		private static final long NEVER = -1;

		static Use of(SocketWrapperBase<NioChannel> connection, @Nullable Request request) {
			long started = (request != null) ? request.getStartTimeNanos() : NEVER;
			if (request == null || started == NEVER) {
				long idle = System.currentTimeMillis() - ((NioSocketWrapper) connection).getLastRead();
				return new Use(connection, State.IDLE, TimeUnit.MILLISECONDS.toNanos(idle), 0);
			}
			long now = System.nanoTime();
			long committed = request.getResponse().getCommitTimeNanos();
			return switch (request.getRequestProcessor().getStage()) {
				case Constants.STAGE_ENDED -> new Use(connection, State.HEAD, now - started, 0);
				case Constants.STAGE_ENDINPUT -> new Use(connection, State.BODY, now - started, 0);
				case Constants.STAGE_SERVICE,
						Constants.STAGE_ENDOUTPUT ->
					(committed != NEVER)
							? new Use(connection, State.ANSWER, now - committed,
									request.getResponse().getBytesWritten(false))
							: new Use(connection, State.WORK, now - started, 0);
				default -> new Use(connection, State.WORK, now - started, 0);
			};
		}

		/** Whether its caller has been reading an answer for a second or more. */
		boolean isSlow() {
			return this.state == State.ANSWER && this.nanos > SLOW_NANOS;
		}

		double bytesInASecond() {
			return this.written * 1e9 / this.nanos;
		}

	}

	/** A processor that tells which connection it serves. */
	private static final class LimitedProcessor extends Http11Processor {

		LimitedProcessor(ConnectionLimits protocol) {
			super(protocol, protocol.getAdapter());
		}

		@Nullable SocketWrapperBase<?> connection() {
			return getSocketWrapper();
		}

	}

	/** Tells when a connection has been accepted. */
	private static final class Endpoint extends NioEndpoint {

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
