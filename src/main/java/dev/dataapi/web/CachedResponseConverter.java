package dev.dataapi.web;

import java.io.IOException;

import dev.dataapi.cache.CachedResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/**
 * Writes a response's bytes as they are: they were made when its values were loaded.
 */
@Component
class CachedResponseConverter extends AbstractHttpMessageConverter<CachedResponse> {

	CachedResponseConverter() {
		super(MediaType.APPLICATION_JSON);
	}

	@Override
	protected boolean supports(Class<?> type) {
		return type == CachedResponse.class;
	}

	@Override
	public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
		return false;
	}

	@Override
	protected CachedResponse readInternal(Class<? extends CachedResponse> type, HttpInputMessage input) {
		throw new HttpMessageNotReadableException("Responses are only written", input);
	}

	@Override
	protected Long getContentLength(CachedResponse response, @Nullable MediaType contentType) {
		return (long) response.body().length;
	}

	@Override
	protected void writeInternal(CachedResponse response, HttpOutputMessage output) throws IOException {
		output.getBody().write(response.body());
	}

}
