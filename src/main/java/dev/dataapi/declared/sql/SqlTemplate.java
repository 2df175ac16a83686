package dev.dataapi.declared.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.dataapi.declared.sql.SqlLexer.InvalidSqlException;
import dev.dataapi.declared.sql.SqlLexer.Kind;
import dev.dataapi.declared.sql.SqlLexer.Token;

/**
 * A declared statement with its parameters and its optional blocks.
 *
 * @param parts the tokens with the block that each stands in
 * @param blocks the index in the statement at which each block begins
 */
public record SqlTemplate(List<Part> parts, List<Integer> blocks) {

	/** More would take too long to check at the start. */
	public static final int MAX_STATEMENTS = 256;

	private static final int MAX_BLOCKS = 3;

	private static final int OUTSIDE = -1;

	/** Of a report without a statement that can be read. */
	public static final SqlTemplate EMPTY = new SqlTemplate(List.of(), List.of());

	public SqlTemplate {
		parts = List.copyOf(parts);
		blocks = List.copyOf(blocks);
	}

	/**
	 * The sets of blocks that some request gets, each as a bit mask: the blocks of which
	 * every parameter is given.
	 */
	public List<Integer> masks() {
		List<Integer> masks = new ArrayList<>();
		for (int mask = 0; mask < (1 << this.blocks.size()); mask++) {
			if (mask(parameters(mask)) == mask) {
				masks.add(mask);
			}
		}
		return masks;
	}

	/** The blocks of which every parameter is among those given, as a bit mask. */
	public int mask(Set<String> given) {
		int mask = (1 << this.blocks.size()) - 1;
		for (Part part : this.parts) {
			if (!part.isOutside() && part.isParameter() && !given.contains(part.token().text())) {
				mask &= ~(1 << part.block());
			}
		}
		return mask;
	}

	/** The parameters outside of blocks and in the blocks of a mask. */
	public Set<String> parameters(int mask) {
		Set<String> names = new LinkedHashSet<>();
		for (Part part : parts(mask)) {
			if (part.isParameter()) {
				names.add(part.token().text());
			}
		}
		return names;
	}

	/** The parts outside of blocks and in the blocks of a mask. */
	public List<Part> parts(int mask) {
		return this.parts.stream().filter((part) -> part.isOutside() || (mask >> part.block() & 1) == 1).toList();
	}

	/**
	 * Cuts a statement at its blocks.
	 * @throws InvalidSqlException where the blocks or a token are malformed
	 */
	public static SqlTemplate parse(String sql) throws InvalidSqlException {
		List<Part> parts = new ArrayList<>();
		List<Integer> blocks = new ArrayList<>();
		Token open = null;
		for (Token token : SqlLexer.tokens(sql)) {
			switch (token.kind()) {
				case OPEN -> {
					if (open != null) {
						throw new InvalidSqlException(token.start(), "[[ ]] must not be nested.");
					}
					open = token;
					blocks.add(token.start());
				}
				case CLOSE -> {
					if (open == null) {
						throw new InvalidSqlException(token.start(), "]] closes nothing.");
					}
					open = null;
				}
				default -> parts.add(new Part(token, (open != null) ? blocks.size() - 1 : OUTSIDE));
			}
		}
		if (open != null) {
			throw new InvalidSqlException(open.start(),
					"[[ is not closed by ]]. If it begins an array of arrays, write [ [.");
		}
		if (blocks.size() > MAX_BLOCKS) {
			throw new InvalidSqlException(blocks.get(MAX_BLOCKS),
					"There are %d [[ ]]: at most %d are accepted.".formatted(blocks.size(), MAX_BLOCKS));
		}
		return new SqlTemplate(parts, blocks);
	}

	/**
	 * A token and where it stands.
	 *
	 * @param token the token
	 * @param block the number of the block, or -1 outside
	 */
	public record Part(Token token, int block) {

		public boolean isParameter() {
			return this.token.kind() == Kind.PARAMETER;
		}

		/** Whether it stands in every text of the statement. */
		public boolean isOutside() {
			return this.block == OUTSIDE;
		}

	}

}
