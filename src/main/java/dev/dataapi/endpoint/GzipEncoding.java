package dev.dataapi.endpoint;

import java.io.IOException;
import java.io.StringReader;
import java.util.Collections;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.parser.AcceptEncoding;

import org.springframework.http.HttpHeaders;

/**
 * Tells which responses are compressed: large ones, for callers that accept it. Tomcat
 * does not compress a response with a strong entity tag, since the compressed one is
 * another representation.
 */
public final class GzipEncoding {

	/** In bytes, the default of {@code server.compression.min-response-size}. */
	private static final int WORTH_IT = 2048;

	private GzipEncoding() {
	}

	static boolean isWorthIt(int size) {
		return size >= WORTH_IT;
	}

	/** A malformed header accepts nothing: the response is larger, but correct. */
	public static boolean isAccepted(HttpServletRequest request) {
		String accepted = String.join(",", Collections.list(request.getHeaders(HttpHeaders.ACCEPT_ENCODING)));
		try {
			return AcceptEncoding.parse(new StringReader(accepted))
				.stream()
				.anyMatch((coding) -> isGzip(coding.getEncoding()) && coding.getQuality() > 0);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** RFC 9110, section 8.4.1.3: the older name is equivalent. */
	private static boolean isGzip(String coding) {
		return coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip");
	}

}
