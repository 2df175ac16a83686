package dev.dataapi.web;

import java.io.IOException;

import dev.dataapi.lookup.Answer;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/**
 * Writes an answer's bytes as they are: they were made when its rows were loaded.
 */
@Component
class AnswerConverter extends AbstractHttpMessageConverter<Answer> {

	AnswerConverter() {
		super(MediaType.APPLICATION_JSON);
	}

	@Override
	protected boolean supports(Class<?> type) {
		return type == Answer.class;
	}

	@Override
	public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
		return false;
	}

	@Override
	protected Answer readInternal(Class<? extends Answer> type, HttpInputMessage input) {
		throw new HttpMessageNotReadableException("Answers are only written", input);
	}

	@Override
	protected Long getContentLength(Answer answer, @Nullable MediaType contentType) {
		return (long) answer.body().length;
	}

	@Override
	protected void writeInternal(Answer answer, HttpOutputMessage output) throws IOException {
		output.getBody().write(answer.body());
	}

}
