package dev.dataapi;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Sends requests exactly as written, one after another on one connection, and opens
 * another only when the server has announced that it closes this one.
 */
public final class KeepAliveConnection implements AutoCloseable {

	private final int port;

	private Socket socket = new Socket();

	private InputStream in = InputStream.nullInputStream();

	private boolean open;

	public KeepAliveConnection(int port) {
		this.port = port;
	}

	/**
	 * Sends a request, one byte for each character, and reads its answer with the body
	 * uncompressed. Fails after 30 seconds, or if the server closes the connection
	 * unannounced.
	 */
	public RawRequest.Answer send(String request) throws IOException {
		if (!this.open) {
			close();
			this.socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
			this.socket.setSoTimeout(30_000);
			this.socket.setTcpNoDelay(true);
			this.in = new BufferedInputStream(this.socket.getInputStream());
		}
		this.open = false;
		this.socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
		int status;
		Map<String, String> headers;
		do {
			status = status(line());
			headers = headers();
		}
		while (status < 200);
		boolean bodyless = request.startsWith("HEAD ") || status == 204 || status == 304;
		byte[] body = bodyless ? new byte[0] : body(headers);
		// Tomcat closes unannounced after a request that it cannot read or expect
		this.open = status != 400 && status != 417 && !"close".equalsIgnoreCase(headers.get("connection"))
				&& !request.contains(" HTTP/1.0\r\n");
		return new RawRequest.Answer(status, headers, new String(body, StandardCharsets.UTF_8));
	}

	private static int status(String line) throws IOException {
		if (!line.matches("HTTP/1\\.1 [1-5][0-9]{2}.*")) {
			throw new IOException("No status line: " + line);
		}
		return Integer.parseInt(line.substring(9, 12));
	}

	private Map<String, String> headers() throws IOException {
		Map<String, String> headers = new TreeMap<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			int colon = line.indexOf(':');
			headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim(),
					(first, second) -> first + ", " + second);
		}
		return headers;
	}

	private byte[] body(Map<String, String> headers) throws IOException {
		byte[] body;
		String transfer = headers.getOrDefault("transfer-encoding", "");
		if (transfer.endsWith("chunked")) {
			body = chunks();
		}
		else if (headers.containsKey("content-length")) {
			body = exactly(Integer.parseInt(headers.get("content-length")));
		}
		else {
			body = this.in.readAllBytes();
		}
		return (transfer.startsWith("gzip") || "gzip".equals(headers.get("content-encoding")))
				? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
	}

	private byte[] chunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = chunkSize(); size > 0; size = chunkSize()) {
			body.write(exactly(size));
			line();
		}
		line();
		return body.toByteArray();
	}

	private int chunkSize() throws IOException {
		return Integer.parseInt(line(), 16);
	}

	private byte[] exactly(int length) throws IOException {
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("The body ends after " + bytes.length + " of " + length + " bytes");
		}
		return bytes;
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder(80);
		for (int b = this.in.read(); b != '\n'; b = this.in.read()) {
			if (b < 0) {
				throw new EOFException("The connection was closed after '" + line + "'");
			}
			line.append((char) b);
		}
		return line.substring(0, Math.max(0, line.length() - 1));
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
