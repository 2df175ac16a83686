package dev.dataapi.web;

import java.io.ByteArrayInputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which answers are compressed, and how caches tell them from those that are not.
 */
@SpringBootTest
@AutoConfigureMockMvc
class CompressionTests {

	private static final String MANY = "/customer/"
			+ IntStream.rangeClosed(1, 60).mapToObj(String::valueOf).collect(Collectors.joining(","));

	@Autowired
	private MockMvcTester mvc;

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate, gzip;q=0.5, br", "GZIP", "x-gzip", "gzip;q=1.0" })
	void largeAnswerIsCompressedForCallersThatAcceptIt(String accepted) throws Exception {
		MockHttpServletResponse plain = get(MANY, "identity");
		MockHttpServletResponse compressed = get(MANY, accepted);
		assertThat(compressed.getHeader("Content-Encoding")).isEqualTo("gzip");
		assertThat(compressed.getContentLength()).isEqualTo(compressed.getContentAsByteArray().length)
			.isLessThan(plain.getContentLength() / 3);
		try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(compressed.getContentAsByteArray()))) {
			assertThat(body.readAllBytes()).isEqualTo(plain.getContentAsByteArray());
		}
		assertThat(compressed.getHeader("Vary")).isEqualTo("Accept, Accept-Encoding")
			.isEqualTo(plain.getHeader("Vary"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "br", "gzip;q=0", "gzip; q=0.000", "notgzip", "gzipped" })
	void largeAnswerIsNotCompressedForOthers(String accepted) {
		assertThat(get(MANY, accepted).getHeader("Content-Encoding")).isNull();
	}

	@Test
	void singleCustomerIsNotCompressed() {
		assertThat(get("/customer/1", "gzip").getHeader("Content-Encoding")).isNull();
		assertThat(get("/customer/1", "gzip").getHeader("Vary")).isEqualTo("Accept");
	}

	@Test
	void compressedAnswerHasItsOwnEntityTag() {
		String plain = get(MANY, "identity").getHeader("ETag");
		String compressed = get(MANY, "gzip").getHeader("ETag");
		assertThat(compressed).isEqualTo(plain.replaceAll("\"$", "-gzip\""));
		assertThat(this.mvc.get().uri(MANY).header("Accept-Encoding", "gzip").header("If-None-Match", compressed))
			.hasStatus(HttpStatus.NOT_MODIFIED)
			.hasHeader("ETag", compressed)
			.doesNotContainHeader("Content-Encoding");
		assertThat(this.mvc.get().uri(MANY).header("Accept-Encoding", "gzip").header("If-None-Match", plain))
			.hasStatusOk()
			.hasHeader("Content-Encoding", "gzip");
	}

	private MockHttpServletResponse get(String path, String accepted) {
		return this.mvc.get().uri(path).header("Accept-Encoding", accepted).exchange().getResponse();
	}

}
