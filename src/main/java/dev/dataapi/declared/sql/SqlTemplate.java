package dev.dataapi.declared.sql;

import dev.dataapi.declared.Parameter;
import dev.dataapi.declared.file.FileErrors;
import dev.dataapi.declared.file.Section;
import dev.dataapi.declared.BoundStatement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.dataapi.declared.sql.SqlLexer.InvalidSqlException;
import dev.dataapi.declared.sql.SqlLexer.Kind;
import dev.dataapi.declared.sql.SqlLexer.Token;

/**
 * A declared statement with its parameters and its optional blocks.
 *
 * @param parts the tokens with the block that each stands in
 * @param blocks how many blocks there are
 */
public record SqlTemplate(List<Part> parts, int blocks) {

	/** More would take too long to check at the start. */
	public static final int MAX_STATEMENTS = 256;

	private static final int MAX_LENGTH = 32_768;

	private static final int MAX_BLOCKS = 3;

	private static final int OUTSIDE = -1;

	private static final SqlTemplate EMPTY = new SqlTemplate(List.of(), 0);

	/**
	 * The sets of blocks that some request gets, each as a bit mask: the blocks of which
	 * every parameter is given.
	 */
	public List<Integer> masks() {
		List<Integer> masks = new ArrayList<>();
		for (int mask = 0; mask < (1 << this.blocks); mask++) {
			if (mask(parameters(mask)) == mask) {
				masks.add(mask);
			}
		}
		return masks;
	}

	/** The blocks of which every parameter is among those given, as a bit mask. */
	public int mask(Set<String> given) {
		int mask = (1 << this.blocks) - 1;
		for (Part part : this.parts) {
			if (part.block() != OUTSIDE && part.isParameter() && !given.contains(part.token().text())) {
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
		return this.parts.stream()
			.filter((part) -> part.block() == OUTSIDE || (mask >> part.block() & 1) == 1)
			.toList();
	}

	/**
	 * Reads a report's statement.
	 * @param report the report
	 * @param parameters the parameters that it declares
	 * @return the statement
	 */
	public static SqlTemplate read(Section report, List<Parameter> parameters) {
		String sql = report.requiredValue("sql");
		if (sql == null) {
			return EMPTY;
		}
		if (sql.length() > MAX_LENGTH) {
			report.problem("sql",
					"'sql' has %d characters: at most %d are accepted.".formatted(sql.length(), MAX_LENGTH));
			return EMPTY;
		}
		try {
			Map<String, Parameter> byName = new LinkedHashMap<>();
			parameters.forEach((parameter) -> byName.put(parameter.name(), parameter));
			return new Reader(report, sql, byName).read();
		}
		catch (InvalidSqlException ex) {
			report.problem("sql", ex.offset(), ex.sentence());
			return EMPTY;
		}
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

	}

	/**
	 * Parses a statement and reports the errors in its parameters and blocks.
	 */
	private static final class Reader {

		private final Section report;

		private final String sql;

		private final Map<String, Parameter> parameters;

		private final List<Part> parts = new ArrayList<>();

		/** Where each block begins. */
		private final List<Integer> blocks = new ArrayList<>();

		private Reader(Section report, String sql, Map<String, Parameter> parameters) {
			this.report = report;
			this.sql = sql;
			this.parameters = parameters;
		}

		private SqlTemplate read() throws InvalidSqlException {
			SqlTemplate template = new SqlTemplate(this.parts, cut());
			checkBlocks(template);
			checkParameters();
			checkUse(checkVariables());
			checkCount(template);
			for (int mask : template.masks()) {
				checkQuery(template.parts(mask));
			}
			return template;
		}

		/** Cuts the statement, without what follows its end. */
		private int cut() throws InvalidSqlException {
			Token open = null;
			for (Token token : SqlLexer.tokens(this.sql)) {
				switch (token.kind()) {
					case OPEN -> {
						if (open != null) {
							throw new InvalidSqlException(token.start(), "[[ ]] must not be nested.");
						}
						open = token;
						this.blocks.add(token.start());
					}
					case CLOSE -> {
						if (open == null) {
							throw new InvalidSqlException(token.start(), "]] closes nothing.");
						}
						open = null;
					}
					default -> this.parts.add(new Part(token, (open != null) ? this.blocks.size() - 1 : OUTSIDE));
				}
			}
			if (open != null) {
				throw new InvalidSqlException(open.start(),
						"[[ is not closed by ]]. If it begins an array of arrays, write [ [.");
			}
			if (this.blocks.size() > MAX_BLOCKS) {
				throw new InvalidSqlException(this.blocks.get(MAX_BLOCKS),
						"There are %d [[ ]]: at most %d are accepted.".formatted(this.blocks.size(), MAX_BLOCKS));
			}
			return this.blocks.size();
		}

		private void checkBlocks(SqlTemplate template) {
			for (int block = 0; block < template.blocks(); block++) {
				int number = block;
				List<Part> parts = this.parts.stream().filter((part) -> part.block() == number).toList();
				boolean optional = parts.stream().filter(Part::isParameter).anyMatch((part) -> {
					Parameter parameter = this.parameters.get(part.token().text());
					return parameter == null || parameter.optional();
				});
				if (!optional) {
					problem(this.blocks.get(block),
							"This [[ ]] has no parameter that is optional, so that it is never left out. "
									+ "If it is an array of arrays, write [ [.");
				}
			}
		}

		private void checkParameters() {
			List<Part> significant = this.parts.stream().filter((part) -> part.token().isSignificant()).toList();
			for (int i = 0; i < significant.size(); i++) {
				Part part = significant.get(i);
				if (part.isParameter()) {
					checkParameter(part, significant, i);
				}
			}
		}

		private void checkParameter(Part part, List<Part> significant, int index) {
			Token token = part.token();
			Parameter parameter = this.parameters.get(token.text());
			if (parameter == null) {
				if (this.report.has("parameters") && !this.report.isList("parameters")) {
					// reported there
					return;
				}
				problem(token.start(), "{{%s}} is not a declared parameter.".formatted(token.text())
						+ FileErrors.didYouMean(token.text(), this.parameters.keySet()));
				return;
			}
			if (parameter.optional() && part.block() == OUTSIDE) {
				problem(token.start(), "{{%s}} is optional, so that it must stand in [[ ]].".formatted(token.text()));
			}
			boolean in = index >= 2 && index + 1 < significant.size() && significant.get(index - 2).token().isWord("IN")
					&& significant.get(index - 1).token().isSymbol("(")
					&& significant.get(index + 1).token().isSymbol(")");
			if (parameter.isList() && !in) {
				problem(token.start(), "{{%s}} takes several values, so that it must stand in IN ({{%s}})."
					.formatted(token.text(), token.text()));
			}
		}

		/**
		 * Reports what the warehouse would take for a variable; returns the parameters so
		 * meant.
		 */
		private Set<String> checkVariables() {
			Set<String> meant = new HashSet<>();
			VariableCheck variables = new VariableCheck(this.sql, this.parts.stream().map(Part::token).toList(),
					this.parameters.keySet());
			for (VariableCheck.Finding finding : variables.findings()) {
				problem(finding.offset(), finding.sentence());
				meant.addAll(finding.meant());
			}
			return meant;
		}

		private void checkUse(Set<String> meant) {
			Set<String> used = new HashSet<>(meant);
			for (Part part : this.parts) {
				if (part.isParameter()) {
					used.add(part.token().text());
				}
			}
			for (Section section : Parameter.sections(this.report)) {
				String name = section.value("name");
				if (name != null && this.parameters.containsKey(name) && !used.contains(name)) {
					section.problem("name", "The parameter '" + name + "' is not used"
							+ (isQuoted(name)
									? ": in quotes and comments {{" + name + "}} is text. A value needs no quotes."
									: ": write {{" + name + "}} where its value belongs."));
				}
			}
		}

		private boolean isQuoted(String name) {
			return this.sql.contains("{{" + name + "}}");
		}

		private void checkCount(SqlTemplate template) {
			long count = 0;
			for (int mask : template.masks()) {
				long texts = 1;
				for (String name : template.parameters(mask)) {
					Parameter parameter = this.parameters.get(name);
					int sizes = (parameter != null) ? BoundStatement.sizes(parameter.maxItems()).size() : 1;
					texts = Math.min(MAX_STATEMENTS + 1, texts * sizes);
				}
				count += texts;
			}
			if (count > MAX_STATEMENTS) {
				problem(0,
						("The blocks and the lists of up to 'max_items' make more than %d statements, each of which "
								+ "is prepared at the start: use fewer [[ ]] or less 'max_items'.")
							.formatted(MAX_STATEMENTS));
			}
		}

		private void checkQuery(List<Part> variant) {
			try {
				QueryCheck.check(variant.stream().map(Part::token).filter(Token::isSignificant).toList());
			}
			catch (InvalidSqlException ex) {
				problem(ex.offset(), ex.sentence());
			}
		}

		private void problem(int offset, String sentence) {
			this.report.problem("sql", offset, sentence);
		}

	}

}
