package dev.dataapi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * A request for an export on a socket of its own, which tells whether the answer had its
 * last chunk.
 */
public final class RawExport implements AutoCloseable {

	private final Socket socket;

	private final InputStream in;

	private boolean headRead;

	private boolean lastChunk;

	private RawExport(Socket socket) throws IOException {
		this.socket = socket;
		this.in = socket.getInputStream();
	}

	public static RawExport get(int port, String target, String... headers) throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(32 * 1024);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		socket.setSoTimeout(60_000);
		socket.getOutputStream()
			.write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		return new RawExport(socket);
	}

	/** Reads the head, and nothing more. */
	public void readSome() throws IOException {
		String status = line();
		if (!status.startsWith("HTTP/1.1 200")) {
			throw new IOException(status);
		}
		readHead();
	}

	private void readHead() throws IOException {
		while (!line().isEmpty()) {
			// no header matters here
		}
		this.headRead = true;
	}

	/** Reads to the end of the answer or of the connection: the body without chunks. */
	public String readAll() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		try {
			if (!this.headRead) {
				readHead();
			}
			for (;;) {
				String length = line();
				if (length.isEmpty()) {
					break;
				}
				int size = Integer.parseInt(length, 16);
				body.writeBytes(this.in.readNBytes(size));
				String end = line();
				if (size == 0) {
					this.lastChunk = end.isEmpty();
					break;
				}
			}
		}
		catch (SocketException | NumberFormatException ex) {
			// reset, or cut within a chunk
			this.lastChunk = false;
		}
		return body.toString(StandardCharsets.UTF_8);
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int each = this.in.read(); each >= 0 && each != '\n'; each = this.in.read()) {
			if (each != '\r') {
				line.append((char) each);
			}
		}
		return line.toString();
	}

	public boolean hasLastChunk() {
		return this.lastChunk;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
