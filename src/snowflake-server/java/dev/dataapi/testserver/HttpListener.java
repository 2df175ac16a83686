package dev.dataapi.testserver;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Listens on one loopback port with a virtual thread for each connection; can stop
 * listening and start again on the same port.
 */
final class HttpListener {

	/**
	 * More than any client's pool opens at once: a full backlog would look like a fault
	 * that nobody ordered.
	 */
	private static final int BACKLOG = 4096;

	private final Function<HttpRequest, HttpAnswer> handler;

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors
		.newThreadPerTaskExecutor(Thread.ofVirtual().name("snowflake-connection-", 0).factory());

	private int port;

	private @Nullable ServerSocket listening;

	private @Nullable Thread acceptor;

	HttpListener(int port, Function<HttpRequest, HttpAnswer> handler) {
		this.port = port;
		this.handler = handler;
	}

	int port() {
		return this.port;
	}

	int connections() {
		return this.connections.size();
	}

	synchronized void listen() {
		if (this.listening != null) {
			return;
		}
		try {
			ServerSocket socket = new ServerSocket();
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), BACKLOG);
			this.port = socket.getLocalPort();
			this.listening = socket;
			this.acceptor = Thread.ofPlatform().daemon().name("snowflake-accept").start(() -> accept(socket));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen on port " + this.port, ex);
		}
	}

	/** Stops listening and drops every connection: from now on clients are refused. */
	synchronized void refuse() {
		close(this.listening);
		this.listening = null;
		join(this.acceptor);
		this.connections.forEach(HttpListener::close);
	}

	void close() {
		refuse();
		this.threads.shutdownNow();
		try {
			this.threads.awaitTermination(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void accept(ServerSocket listening) {
		while (!listening.isClosed()) {
			try {
				Socket socket = listening.accept();
				this.connections.add(socket);
				this.threads.execute(() -> serve(socket));
			}
			catch (IOException ex) {
				// Only refuse() closes the socket during accept; anything else is retried
				LockSupport.parkNanos(1_000_000);
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			socket.setTcpNoDelay(true);
			InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
			OutputStream out = socket.getOutputStream();
			HttpRequest request = HttpRequest.read(in, out);
			while (request != null && this.handler.apply(request).write(out) && !request.last()) {
				request = HttpRequest.read(in, out);
			}
		}
		catch (IOException ex) {
			// The client left, or refuse() closed the socket: nobody is there to tell
			close(socket);
		}
		finally {
			this.connections.remove(socket);
		}
	}

	private static void close(@Nullable Closeable closeable) {
		try {
			if (closeable != null) {
				closeable.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void join(@Nullable Thread thread) {
		try {
			if (thread != null) {
				thread.join(TimeUnit.SECONDS.toMillis(10));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
