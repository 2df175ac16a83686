package dev.dataapi.web;

import java.io.IOException;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the tests of the access log share.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AccessLineContract {

	@LocalServerPort
	private int port;

	RawRequest.Answer get(String target, String id) throws IOException {
		return RawRequest.send(this.port,
				"GET " + target + " HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: " + id
						+ "\r\nSf-Context-Current-User: JANE\r\nAuthorization: Snowflake Token=\"hush\"\r\n"
						+ "Connection: close\r\n\r\n");
	}

	static void assertLine(CapturedOutput output, String id, String pattern) {
		Eventually.assertThat(() -> assertThat(output).containsPattern("INFO .*\\[" + id + "] access +: " + pattern));
	}

}
