package dev.dataapi.declared.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import dev.dataapi.dialect.SqlLexer.Kind;
import dev.dataapi.dialect.SqlLexer.Token;

/**
 * A declared statement with its parameters and its optional blocks.
 *
 * @param parts the tokens with the block that each stands in
 * @param blocks the index in the statement at which each block begins
 */
public record SqlTemplate(List<Part> parts, List<Integer> blocks) {

	private static final int MAX_BLOCKS = 10;

	private static final int OUTSIDE = -1;

	/** Of a report without a statement that can be read. */
	public static final SqlTemplate EMPTY = new SqlTemplate(List.of(), List.of());

	public SqlTemplate {
		parts = List.copyOf(parts);
		blocks = List.copyOf(blocks);
	}

	/** All that some request gets: none, some or all of the blocks. */
	public List<Variant> variants() {
		return IntStream.range(0, 1 << this.blocks.size())
			.mapToObj((blocks) -> with((block) -> (blocks >> block & 1) == 1))
			.filter((variant) -> variant.equals(variant(variant.parameters())))
			.toList();
	}

	/** With the blocks of which every parameter is among those given. */
	public Variant variant(Set<String> given) {
		Set<Integer> left = this.parts.stream()
			.filter((part) -> part.isParameter() && !given.contains(part.token().text()))
			.map(Part::block)
			.collect(Collectors.toSet());
		return with((block) -> !left.contains(block));
	}

	private Variant with(IntPredicate blocks) {
		return new Variant(
				this.parts.stream().filter((part) -> part.isOutside() || blocks.test(part.block())).toList());
	}

	/**
	 * Cuts the tokens of a statement at its blocks.
	 * @throws InvalidSqlException where the blocks are malformed
	 */
	public static SqlTemplate parse(List<Token> tokens) throws InvalidSqlException {
		List<Part> parts = new ArrayList<>();
		List<Integer> blocks = new ArrayList<>();
		Token open = null;
		for (Token token : tokens) {
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

	/**
	 * The statement with some of its blocks.
	 *
	 * @param parts its tokens
	 */
	public record Variant(List<Part> parts) {

		/** The names of its parameters, in the order of the statement. */
		public Set<String> parameters() {
			return this.parts.stream()
				.filter(Part::isParameter)
				.map((part) -> part.token().text())
				.collect(Collectors.toCollection(LinkedHashSet::new));
		}

	}

}
