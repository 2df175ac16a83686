package dev.dataapi.declared;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.dataapi.declared.type.Domain;
import dev.dataapi.endpoint.BadRequestException;
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
final class JsonBody {

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
	static <T> T read(HttpServletRequest request, JsonMapper mapper, Function<JsonBody, T> reader) {
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

	/** Whether a value of this kind is next. */
	boolean is(JsonToken token) {
		return this.parser.currentToken() == token;
	}

	/**
	 * Reads an object.
	 * @param what it is called in a sentence
	 * @param names the names that it may have
	 * @param value reads the value of a name
	 */
	void object(String what, List<String> names, Consumer<String> value) {
		if (!is(JsonToken.START_OBJECT)) {
			throw BadRequestException.of(NAME, "%s must be a JSON object%s, not %s.".formatted(what,
					names.isEmpty() ? "" : " with " + String.join(", ", names), shown()));
		}
		Set<String> seen = new HashSet<>();
		while (this.parser.nextToken() != JsonToken.END_OBJECT) {
			String name = this.parser.currentName();
			if (!names.contains(name)) {
				throw Parameter.unknown(names, name);
			}
			if (!seen.add(name)) {
				throw BadRequestException.of(name, "%s has %s more than once.".formatted(what, name));
			}
			this.parser.nextToken();
			value.accept(name);
		}
	}

	/** Reads what a list has, at the begin of which the body stands. */
	void list(Runnable item) {
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			item.run();
		}
	}

	/** Reads a single value; nothing if it is not accepted. */
	@Nullable Object value(Domain domain) {
		if (!domain.type().isWrittenAs(this.parser.currentToken())) {
			return null;
		}
		String text = this.parser.getString();
		return text.isEmpty() ? null : domain.parse(text);
	}

	/** What {@link #value} accepts, for a sentence. */
	static String accepted(Domain domain) {
		return domain.accepted() + ", as " + domain.type().inJson();
	}

	/** What is next, for a sentence. */
	String shown() {
		JsonToken token = this.parser.currentToken();
		return switch (token) {
			case null -> "nothing";
			case START_OBJECT -> "an object";
			case START_ARRAY -> "a list";
			case VALUE_STRING -> Excerpt.of('"' + this.parser.getString() + '"');
			default -> Excerpt.of(this.parser.getString());
		};
	}

}
