package dev.dataapi.access;

import java.net.URI;
import java.util.List;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which tokens are accepted where {@code jwt} is one of the ways to prove who one is.
 *
 * @param issuer the {@code iss} that tokens must have, whose metadata names its keys
 * unless they are set
 * @param jwkSetUri where the issuer's keys are
 * @param publicKeyFile a PEM file of public keys, in place of the issuer's
 * @param audience of which the {@code aud} of tokens must name one
 * @param rolesClaim the claim with the caller's roles: a list, or a text with blanks
 * between them; dots lead into nested claims
 * @param nameClaim the claim with the caller's name
 */
@ConfigurationProperties("data-api.jwt")
record JwtProperties(@Nullable String issuer, @Nullable String jwkSetUri, @Nullable String publicKeyFile,
		@DefaultValue List<String> audience, @DefaultValue("roles") String rolesClaim,
		@DefaultValue("sub") String nameClaim) {

	JwtProperties {
		checkAddress("data-api.jwt.issuer", issuer);
		checkAddress("data-api.jwt.jwk-set-uri", jwkSetUri);
	}

	private static void checkAddress(String setting, @Nullable String text) {
		if (text != null && !isAddress(text)) {
			throw new InvalidSettingException(setting, text, "be an address such as https://login.example.com");
		}
	}

	private static boolean isAddress(String text) {
		try {
			URI address = URI.create(text);
			return List.of("https", "http").contains(String.valueOf(address.getScheme())) && address.getHost() != null;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/** Refuses settings by which no token could be checked. */
	void check() {
		if (this.audience.isEmpty()) {
			throw InvalidSettingException.missing("data-api.jwt.audience");
		}
		if (this.issuer == null && this.jwkSetUri == null && this.publicKeyFile == null) {
			throw InvalidSettingException
				.missing("One of data-api.jwt.issuer, data-api.jwt.jwk-set-uri and " + "data-api.jwt.public-key-file");
		}
		if (this.jwkSetUri != null && this.publicKeyFile != null) {
			throw new InvalidSettingException("data-api.jwt.public-key-file", null,
					"not be set beside data-api.jwt.jwk-set-uri");
		}
	}

}
