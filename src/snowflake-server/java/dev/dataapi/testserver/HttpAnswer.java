package dev.dataapi.testserver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * One HTTP answer.
 *
 * @param sent how many bytes of the body leave before the connection is dropped; the
 * body's length for a whole answer, -1 for not even the head
 * @param pace waits before the next byte and says whether it may leave; all leave at once
 * if there is none
 * @param swift how many bytes of head and body leave at once where there is a pace
 */
record HttpAnswer(int status, String contentType, byte[] body, int sent, @Nullable BooleanSupplier pace, int swift) {

	HttpAnswer(int status, String contentType, byte[] body, int sent) {
		this(status, contentType, body, sent, null, 0);
	}

	static HttpAnswer json(byte[] body) {
		return new HttpAnswer(200, "application/json", body, body.length);
	}

	/**
	 * An answer not of Snowflake but of something in front of it, a proxy or load
	 * balancer.
	 */
	static HttpAnswer html(int status) {
		byte[] body = ("<html><body><h1>" + status + "</h1></body></html>").getBytes(StandardCharsets.US_ASCII);
		return new HttpAnswer(status, "text/html", body, body.length);
	}

	/** No answer: the connection closes. */
	static HttpAnswer dropped() {
		return new HttpAnswer(0, "", new byte[0], -1);
	}

	/** The head, half of the body, and the connection closes. */
	HttpAnswer cut() {
		return new HttpAnswer(this.status, this.contentType, this.body, this.body.length / 2);
	}

	/** A whole answer whose JSON stops in the middle. */
	HttpAnswer malformed() {
		byte[] half = Arrays.copyOf(this.body, this.body.length / 2);
		return new HttpAnswer(this.status, this.contentType, half, half.length);
	}

	/** The same, of which all but the first bytes leave one by one. */
	HttpAnswer paced(BooleanSupplier pace, int swift) {
		return new HttpAnswer(this.status, this.contentType, this.body, this.sent, pace, swift);
	}

	/** Writes the answer and returns whether the connection may carry another request. */
	boolean write(OutputStream out) throws IOException {
		if (this.sent < 0) {
			return false;
		}
		byte[] head = ("HTTP/1.1 " + this.status + " .\r\nContent-Type: " + this.contentType + "\r\nContent-Length: "
				+ this.body.length + "\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII);
		byte[] packet = new byte[head.length + this.sent];
		System.arraycopy(head, 0, packet, 0, head.length);
		System.arraycopy(this.body, 0, packet, head.length, this.sent);
		int written = (this.pace != null) ? Math.min(this.swift, packet.length) : packet.length;
		out.write(packet, 0, written);
		out.flush();
		for (; written < packet.length; written++) {
			if (!this.pace.getAsBoolean()) {
				return false;
			}
			out.write(packet[written]);
			out.flush();
		}
		return this.sent == this.body.length;
	}

}
