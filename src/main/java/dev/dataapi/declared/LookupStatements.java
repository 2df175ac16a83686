package dev.dataapi.declared;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.dataapi.declared.LookupDeclaration.KeyPart;
import dev.dataapi.declared.type.TextType;
import dev.dataapi.warehouse.ListSizes;
import dev.dataapi.warehouse.LookupProperties;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a look-up, one for each padded number of keys, and how to read the
 * keys of their rows.
 */
public final class LookupStatements implements Statements {

	private final LookupDeclaration lookup;

	/** By number of keys. */
	private final Map<Integer, String> texts = new LinkedHashMap<>();

	/** Where a result has the key's parts, in columns counted from 1. */
	private final int[] keyColumns;

	LookupStatements(LookupDeclaration lookup) {
		this.lookup = lookup;
		List<String> selected = new ArrayList<>(lookup.columns().stream().map((each) -> each.name().sql()).toList());
		this.keyColumns = lookup.key().stream().mapToInt((part) -> keyColumn(part, selected)).toArray();
		String select = "/* %s */ SELECT %s FROM %s WHERE ".formatted(lookup.id(), String.join(", ", selected),
				lookup.tableSql());
		for (int size : ListSizes.upTo(LookupProperties.LARGEST_BATCH)) {
			this.texts.put(size, select + condition(size) + (lookup.isMany() ? order(size) : ""));
		}
	}

	/**
	 * The answer's own column if it has the same type, otherwise an extra one at the end.
	 */
	private int keyColumn(KeyPart part, List<String> selected) {
		List<Column> columns = this.lookup.columns();
		int shared = IntStream.range(0, columns.size())
			.filter((i) -> columns.get(i).name().equals(part.column())
					&& columns.get(i).type().equals(part.domain().type()))
			.findFirst()
			.orElse(-1);
		if (shared >= 0) {
			return shared + 1;
		}
		selected.add(part.column().sql());
		return selected.size();
	}

	/** Where a result has a part of the key, in columns counted from 1. */
	public int keyColumn(int part) {
		return this.keyColumns[part];
	}

	private String condition(int keys) {
		List<String> parts = this.lookup.key()
			.stream()
			.map((part) -> part.column().sql() + " = " + part.domain().type().placeholder())
			.toList();
		String one = String.join(" AND ", parts);
		if (keys == 1) {
			return one;
		}
		if (parts.size() > 1) {
			return String.join(" OR ", Collections.nCopies(keys, "(" + one + ")"));
		}
		KeyPart part = this.lookup.key().getFirst();
		return part.column().sql() + " IN ("
				+ String.join(", ", Collections.nCopies(keys, part.domain().type().placeholder())) + ")";
	}

	/**
	 * The rows of each key in their order, those of one key after the other. One more
	 * than a key may have tells that there are too many. One key needs no window, unless
	 * a collation may find rows of others.
	 */
	private String order(int keys) {
		String order = String.join(", ", this.lookup.orderBy().stream().map(OrderColumn::sql).toList());
		int rows = this.lookup.maxRowsPerKey() + 1;
		if (keys == 1 && this.lookup.key().stream().noneMatch((part) -> part.domain().type() instanceof TextType)) {
			return " ORDER BY " + order + " LIMIT " + rows;
		}
		String key = String.join(", ", this.lookup.key().stream().map(KeyPart::distinctSql).toList());
		return " QUALIFY ROW_NUMBER() OVER (PARTITION BY %s ORDER BY %s) <= %d ORDER BY %s, %s".formatted(key, order,
				rows, key, order);
	}

	@Override
	public LookupDeclaration declaration() {
		return this.lookup;
	}

	@Override
	public long count() {
		return this.texts.size();
	}

	@Override
	public List<String> texts() {
		return List.copyOf(this.texts.values());
	}

	@Override
	public List<BoundStatement> samples() {
		LookupKey key = new LookupKey(this.lookup.key().stream().map((part) -> part.domain().sample()).toList());
		return this.texts.keySet().stream().map((size) -> of(Collections.nCopies(size, key))).toList();
	}

	/**
	 * The statement that reads rows.
	 * @param keys 1 to 128 keys
	 * @return the statement for the next greater power of two, with the last key repeated
	 */
	BoundStatement of(List<LookupKey> keys) {
		if (keys.isEmpty() || keys.size() > LookupProperties.LARGEST_BATCH) {
			throw new IllegalArgumentException(
					"'keys' must have 1 to %d elements, not %d".formatted(LookupProperties.LARGEST_BATCH, keys.size()));
		}
		List<LookupKey> padded = ListSizes.padded(keys);
		BoundStatement.Binder binder = new BoundStatement.Binder();
		for (LookupKey key : padded) {
			for (int i = 0; i < this.keyColumns.length; i++) {
				binder.bind(this.lookup.key().get(i).domain().type(), key.parts().get(i));
			}
		}
		return binder.to(Objects.requireNonNull(this.texts.get(padded.size())));
	}

	/**
	 * The key of the row at which a result stands.
	 * @return the key, equal to that asked for if the values are, or nothing if a part is
	 * NULL
	 */
	@Nullable LookupKey keyOf(ResultSet row) throws SQLException {
		List<Object> parts = new ArrayList<>(this.keyColumns.length);
		for (int i = 0; i < this.keyColumns.length; i++) {
			Object part = this.lookup.key().get(i).domain().type().read(row, this.keyColumns[i]);
			if (part == null) {
				return null;
			}
			parts.add(part);
		}
		return new LookupKey(parts);
	}

}
