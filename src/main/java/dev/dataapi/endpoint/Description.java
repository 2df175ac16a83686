package dev.dataapi.endpoint;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.jspecify.annotations.Nullable;

/**
 * What the API's description says of an endpoint. It is made when it is first asked for,
 * so that no start pays for it.
 *
 * @param tag the group of endpoints that it belongs to
 * @param tagMeaning what the group is
 * @param operation makes the operation: its id, summary, description and parameters
 * @param rowName the name of the schema of a row
 * @param row makes the schema of a row
 * @param columns the properties of a row, in order
 * @param json those whose values are any JSON
 * @param maxRows how many rows an answer may have; zero if its parameters bound them
 * @param rowsMeaning what the rows are, in one or two words
 * @param headers what the headers of an answer say that other endpoints' answers lack, by
 * their names
 * @param posted how to ask in a body, if that is possible
 */
public record Description(String tag, String tagMeaning, Supplier<Operation> operation, String rowName,
		Supplier<Schema<?>> row, List<String> columns, Set<String> json, int maxRows, String rowsMeaning,
		Map<String, String> headers, @Nullable Posted posted) {

	/** The name of the schema of problems. */
	public static final String PROBLEM = "Problem";

	/** Describes an endpoint whose rows are written from records. */
	public static Description ofRecords(String tag, String tagMeaning, Supplier<Operation> operation,
			Class<? extends Record> row, String rowsMeaning) {
		List<String> columns = Stream.of(row.getRecordComponents()).map(Description::name).toList();
		return new Description(tag, tagMeaning, operation, row.getSimpleName(), () -> row(row), columns, Set.of(), 0,
				rowsMeaning, Map.of(), null);
	}

	/** The same, of an endpoint that can be asked in a body, too. */
	public Description with(Posted posted) {
		return new Description(this.tag, this.tagMeaning, this.operation, this.rowName, this.row, this.columns,
				this.json, this.maxRows, this.rowsMeaning, this.headers, posted);
	}

	/**
	 * A POST with the same answer.
	 *
	 * @param path its path
	 * @param operation makes its operation, with the body
	 */
	public record Posted(String path, Supplier<Operation> operation) {
	}

	/**
	 * Turns an operation into one that takes a body.
	 * @param operation the operation of a GET
	 * @param body the schema of the body
	 */
	public static Operation post(Operation operation, Schema<?> body) {
		return operation.operationId(operation.getOperationId() + ".post")
			.parameters(null)
			.requestBody(new RequestBody().required(true)
				.content(new Content().addMediaType("application/json", new MediaType().schema(body))));
	}

	/**
	 * Makes the schema of a body that asks for rows by key.
	 * @param key the schema of a key
	 * @param max how many keys a request may have
	 */
	public static Schema<?> keys(Schema<?> key, int max) {
		Schema<?> keys = schema("array").items(key).minItems(1).maxItems(max);
		Schema<?> body = object(Map.of(JsonBody.KEYS, keys));
		body.addRequiredItem(JsonBody.KEYS);
		return body;
	}

	/** Makes the schema of an object that has no other properties than these. */
	public static Schema<?> object(Map<String, ? extends Schema<?>> properties) {
		Schema<?> object = schema("object");
		properties.forEach(object::addProperty);
		object.setAdditionalProperties(false);
		return object;
	}

	/** Adds a problem to what an operation may answer. */
	public static void addProblem(Operation operation, String status, String meaning) {
		operation.getResponses()
			.addApiResponse(status,
					new ApiResponse().description(meaning)
						.content(new Content().addMediaType("application/problem+json",
								new MediaType().schema(new Schema<>().$ref(PROBLEM)))));
	}

	/** Makes a schema of one of JSON's types. */
	public static Schema<?> schema(String type) {
		return new Schema<>(SpecVersion.V31).typesItem(type);
	}

	/**
	 * Describes records as Jackson writes them: every component is present, and a
	 * {@link Nullable} one may be null.
	 */
	private static Schema<?> row(Class<? extends Record> type) {
		Schema<?> row = Objects.requireNonNull(ModelConverters.getInstance(true).read(type).get(type.getSimpleName()));
		for (RecordComponent component : type.getRecordComponents()) {
			String name = name(component);
			row.addRequiredItem(name);
			if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
				Objects.requireNonNull(row.getProperties().get(name)).addType("null");
			}
		}
		return row;
	}

	private static String name(RecordComponent component) {
		JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
		return (named != null) ? named.value() : component.getName();
	}

}
