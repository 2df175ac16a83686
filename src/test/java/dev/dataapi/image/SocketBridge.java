package dev.dataapi.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Hands bytes from one address to another, in both directions. An address is a host with
 * a port, or a file: a socket in a folder that a container shares with this machine is
 * the one way into a container without a network.
 */
final class SocketBridge implements AutoCloseable {

	private static final int BUFFER = 16 * 1024;

	private final ServerSocketChannel from;

	private final SocketAddress to;

	/**
	 * Listens at once.
	 * @param from {@code host:port}, or a file that must not exist
	 * @param to {@code host:port}, or a file
	 */
	SocketBridge(String from, String to) throws IOException {
		this.to = address(to);
		SocketAddress address = address(from);
		this.from = (address instanceof UnixDomainSocketAddress) ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
				: ServerSocketChannel.open();
		this.from.bind(address);
		if (address instanceof UnixDomainSocketAddress file) {
			// for the user on the container's other side
			Files.setPosixFilePermissions(file.getPath(), PosixFilePermissions.fromString("rwxrwxrwx"));
		}
		Thread.ofVirtual().start(this::accept);
	}

	/** Bridges the two addresses in the arguments until it is killed. */
	public static void main(String[] addresses) throws Exception {
		try (SocketBridge bridge = new SocketBridge(addresses[0], addresses[1])) {
			System.out.println("Bridges " + bridge.from.getLocalAddress() + " to " + bridge.to);
			bridge.serve();
		}
	}

	/** Keeps the caller until the process is killed. */
	void serve() throws InterruptedException {
		Thread.currentThread().join();
	}

	/** The port that it listens on. */
	int port() throws IOException {
		return ((InetSocketAddress) this.from.getLocalAddress()).getPort();
	}

	private static SocketAddress address(String text) {
		if (text.startsWith("/")) {
			return UnixDomainSocketAddress.of(Path.of(text));
		}
		int colon = text.lastIndexOf(':');
		return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
	}

	private void accept() {
		try {
			while (true) {
				SocketChannel caller = this.from.accept();
				Thread.ofVirtual().start(() -> bridge(caller));
			}
		}
		catch (AsynchronousCloseException ex) {
			// closed
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Ends with the caller's connection; a target that refuses ends it too. */
	private void bridge(SocketChannel caller) {
		try (caller; SocketChannel target = SocketChannel.open(this.to)) {
			Thread answers = Thread.ofVirtual().start(() -> copy(target, caller));
			copy(caller, target);
			answers.join();
		}
		catch (IOException ex) {
			System.err.println(this.to + ": " + ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void copy(SocketChannel source, SocketChannel sink) {
		ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
		try {
			while (source.read(buffer) >= 0) {
				buffer.flip();
				while (buffer.hasRemaining()) {
					sink.write(buffer);
				}
				buffer.clear();
			}
			sink.shutdownOutput();
		}
		catch (IOException ex) {
			close(source);
			close(sink);
		}
	}

	private static void close(SocketChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		SocketAddress address = this.from.getLocalAddress();
		this.from.close();
		if (address instanceof UnixDomainSocketAddress file) {
			Files.deleteIfExists(file.getPath());
		}
	}

}
