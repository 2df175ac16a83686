package dev.dataapi.endpoint;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of a request: one JSON object, read strictly and as it comes. What is not
 * expected is refused where it begins, so that nothing is read at any depth.
 */
public final class JsonBody {

	/** The property of a body that asks for rows by key. */
	public static final String KEYS = "keys";

	private static final String NAME = "body";

	private final JsonParser parser;

	private JsonBody(JsonParser parser) {
		this.parser = parser;
	}

	/**
	 * Reads a body.
	 * @param reader reads the object, at the begin of which the body stands
	 * @throws BadRequestException that says what is not accepted
	 */
	public static <T> T read(HttpServletRequest request, JsonMapper mapper, Function<JsonBody, T> reader) {
		try (JsonParser parser = mapper.createParser(request.getInputStream())) {
			parser.nextToken();
			T value = reader.apply(new JsonBody(parser));
			if (parser.nextToken() != null) {
				throw BadRequestException.of(NAME, "The body goes on after its JSON object.");
			}
			return value;
		}
		catch (JacksonException ex) {
			throw BadRequestException.of(NAME, "The body is not JSON" + ((ex.getLocation() != null)
					? " in line %d, column %d.".formatted(ex.getLocation().getLineNr(), ex.getLocation().getColumnNr())
					: "."));
		}
		catch (IOException ex) {
			throw BadRequestException.of(NAME, "The body cannot be read to its end.");
		}
	}

	/** The kind of what is next; nothing at the end. */
	public @Nullable JsonToken token() {
		return this.parser.currentToken();
	}

	/** The text of the single value that is next, as it is written. */
	public String text() {
		return this.parser.getString();
	}

	/**
	 * Reads an object.
	 * @param what it is called in a sentence
	 * @param names the names that it may have
	 * @param value reads the value of a name
	 */
	public void object(String what, List<String> names, Consumer<String> value) {
		if (token() != JsonToken.START_OBJECT) {
			throw BadRequestException.of(NAME, "%s must be a JSON object%s, not %s.".formatted(what,
					names.isEmpty() ? "" : " with " + String.join(", ", names), shown()));
		}
		Set<String> seen = new HashSet<>();
		while (this.parser.nextToken() != JsonToken.END_OBJECT) {
			String name = this.parser.currentName();
			if (!names.contains(name)) {
				throw BadRequestException.unknown(names, name);
			}
			if (!seen.add(name)) {
				throw BadRequestException.of(name, "%s has %s more than once.".formatted(what, name));
			}
			this.parser.nextToken();
			value.accept(name);
		}
	}

	/** Reads what a list has, at the begin of which the body stands. */
	public void list(Runnable item) {
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			item.run();
		}
	}

	/**
	 * Reads an object that has nothing but a list of keys, {@code {"keys": [...]}}.
	 * @param max how many keys are accepted, repetitions counted
	 * @param key reads the key of a number, counted from 1
	 */
	public void keys(int max, IntConsumer key) {
		AtomicInteger number = new AtomicInteger();
		object("The body", List.of(KEYS), (name) -> {
			if (token() != JsonToken.START_ARRAY) {
				throw BadRequestException.of(KEYS, "keys must be a list of keys, not " + shown() + ".");
			}
			list(() -> {
				if (number.incrementAndGet() > max) {
					throw BadRequestException.of(KEYS,
							"More than %d keys are asked for, which is the most that a request may have."
								.formatted(max));
				}
				key.accept(number.get());
			});
		});
		if (number.get() == 0) {
			throw BadRequestException.of(KEYS,
					"keys is missing or empty: a body is {\"keys\": [...]} with 1 to %d keys.".formatted(max));
		}
	}

	/** What is next, for a sentence. */
	public String shown() {
		return switch (token()) {
			case null -> "nothing";
			case START_OBJECT -> "an object";
			case START_ARRAY -> "a list";
			case VALUE_STRING -> Excerpt.of('"' + text() + '"');
			default -> Excerpt.of(text());
		};
	}

}
