package dev.dataapi.declared;

import dev.dataapi.access.Access;
import dev.dataapi.access.CallerValue;
import dev.dataapi.declared.type.Domain;
import dev.dataapi.declared.type.TextType;
import dev.dataapi.declared.sql.Identifier;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A declared look-up of rows by key.
 *
 * @param name its name in the file
 * @param path its route, with the keys as one segment
 * @param description what it is, for the API description
 * @param table the table's name, one to three identifiers
 * @param key the key's parts, in the order of the path; what filters is a part at the end
 * that is bound from the caller
 * @param columns the properties of a JSON object, in this order
 * @param maxKeys how many keys a request may name, repetitions counted
 * @param orderBy the order of a key's rows; none where a key has one row at most
 * @param maxRowsPerKey how many rows a key may have
 * @param cache for how long a row is served from the cache
 * @param deadline how long a request may wait
 * @param deprecation whether callers are told to leave it
 * @param access what it asks of its callers
 */
public record LookupDeclaration(String name, String path, @Nullable String description, List<Identifier> table,
		List<KeyPart> key, List<Column> columns, int maxKeys, List<OrderColumn> orderBy, int maxRowsPerKey,
		Caching cache, @Nullable Duration deadline, Deprecation deprecation, Access access) implements Declaration {

	/** Stands in a path for the keys. */
	public static final String KEYS = "{keys}";

	@Override
	public String id() {
		return "lookups." + this.name;
	}

	/**
	 * The same as requests see it: without the parts of the key that are bound from the
	 * caller.
	 */
	public LookupDeclaration asked() {
		return new LookupDeclaration(this.name, this.path, this.description, this.table,
				this.key.stream().filter(KeyPart::isAsked).toList(), this.columns, this.maxKeys, this.orderBy,
				this.maxRowsPerKey, this.cache, this.deadline, this.deprecation, this.access);
	}

	@Override
	public List<CallerValue> fromCaller() {
		return this.key.stream().map(KeyPart::from).filter(Objects::nonNull).distinct().toList();
	}

	/** Whether a key may have several rows. */
	public boolean isMany() {
		return !this.orderBy.isEmpty();
	}

	/**
	 * The path that takes keys in a body: that of the route without the segment of keys.
	 */
	@Override
	public String bodyPath() {
		return this.path.replace("/" + KEYS, "");
	}

	/** Whether a comma may be part of a key, and is encoded there. */
	public boolean hasCommas() {
		for (KeyPart part : this.key) {
			if (part.commas()) {
				return true;
			}
		}
		return false;
	}

	/** Whether a tilde may be part of a value, and is encoded there. */
	public boolean hasTildes() {
		for (KeyPart part : this.key) {
			if (part.tildes()) {
				return true;
			}
		}
		return false;
	}

	/** The table's name as it stands in a statement. */
	public String tableSql() {
		return String.join(".", this.table.stream().map(Identifier::sql).toList());
	}

	/**
	 * A part of the key.
	 *
	 * @param name its name in descriptions and errors
	 * @param column the column that holds it
	 * @param domain the values that it takes
	 * @param commas whether they may hold commas
	 * @param tildes whether they may hold tildes
	 * @param description what it is, for the API description
	 * @param example a value in its one spelling
	 * @param from what of the caller stands for it, or nothing if requests say it
	 */
	public record KeyPart(String name, Identifier column, Domain domain, boolean commas, boolean tildes,
			@Nullable String description, @Nullable String example, @Nullable CallerValue from) {

		/** Whether requests say its value. */
		public boolean isAsked() {
			return this.from == null;
		}

		/**
		 * What tells its values apart in SQL: of text a digest, since a collation may
		 * take two values for one.
		 */
		public String distinctSql() {
			return (this.domain.type() instanceof TextType) ? "MD5(" + this.column.sql() + ")" : this.column.sql();
		}

	}

}
