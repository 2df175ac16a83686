package dev.dataapi.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.core.io.ClassPathResource;

/**
 * The test page: one file, with its own script and style.
 *
 * @param text the page
 */
record TestPage(String text) {

	/**
	 * Reads the page.
	 * @return the page, with the line ends for which a browser hashes
	 * @throws IOException if it is not there
	 */
	static TestPage read() throws IOException {
		String text = new ClassPathResource("static/test.html").getContentAsString(StandardCharsets.UTF_8);
		return new TestPage(text.replace("\r\n", "\n"));
	}

	/**
	 * What a browser may do with the page: run and apply what stands in the file, by its
	 * hashes, and nothing that gets into the page later.
	 */
	String policy() {
		return "default-src 'none'; script-src " + hashes("script") + "; style-src " + hashes("style")
				+ "; connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
	}

	private String hashes(String element) {
		return Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(element), Pattern.DOTALL)
			.matcher(this.text)
			.results()
			.map((found) -> "'sha256-" + hash(found.group(1)) + "'")
			.collect(Collectors.joining(" "));
	}

	private static String hash(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
