package dev.dataapi.declared.check;

import java.util.ArrayList;
import java.util.List;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.declared.Declaration;
import dev.dataapi.declared.LookupDeclaration;
import dev.dataapi.declared.LookupDeclaration.KeyPart;
import dev.dataapi.declared.Parameter;
import dev.dataapi.declared.ReportDeclaration;
import dev.dataapi.declared.file.DeclaredFiles;
import dev.dataapi.declared.type.Domain;
import dev.dataapi.declared.type.TextType;
import dev.dataapi.memory.MemoryBudget;

import org.springframework.util.unit.DataSize;

/**
 * How long a request's address and headers may be together, and which endpoints promise
 * more than fits.
 *
 * @param bytes the limit
 */
public record AddressLimit(long bytes) {

	private static final String VARIABLE = "SERVER_MAX_HTTP_REQUEST_HEADER_SIZE";

	/** What the request line and the headers of a plain client take besides. */
	private static final int HEADERS = 256;

	/**
	 * The limit of the web server where the file is checked for the smallest container,
	 * read without starting it.
	 * @throws InvalidSettingException if the variable that sets it is no size
	 */
	public static AddressLimit ofSettings() {
		String variable = System.getenv(VARIABLE);
		if (variable == null || variable.isBlank()) {
			return new AddressLimit(MemoryBudget.head(0));
		}
		try {
			return new AddressLimit(DataSize.parse(variable).toBytes());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException(VARIABLE, variable, "be a size such as 16KB", ex);
		}
	}

	/**
	 * A warning for each endpoint that accepts more keys or values than can be sent. Text
	 * counts as long as its {@code max_length}, if that is declared, and every other
	 * value as short as it can be.
	 */
	public List<String> warnings(DeclaredFiles file) {
		List<String> warnings = new ArrayList<>();
		for (LookupDeclaration lookup : file.endpoints().lookups()) {
			int key = 0;
			for (int i = 0; i < lookup.key().size(); i++) {
				KeyPart part = lookup.key().get(i);
				key += !part.isAsked() ? 0 : 1 + length(part.domain(), file.declares(lookup, "key", i, "max_length"));
			}
			int path = lookup.path().length() - LookupDeclaration.KEYS.length();
			String setting = file.endpoints().takesBody(lookup) ? posted(lookup) + "lower 'max_keys'"
					: "lower 'max_keys'";
			add(warnings, lookup, path, lookup.maxKeys(), key, "keys", setting);
		}
		for (ReportDeclaration report : file.endpoints().reports()) {
			for (int i = 0; i < report.parameters().size(); i++) {
				Parameter parameter = report.parameters().get(i);
				if (!parameter.isAsked()) {
					continue;
				}
				int value = 1 + length(parameter.domain(), file.declares(report, "parameters", i, "max_length"));
				int path = report.path().length() + 1 + parameter.name().length();
				add(warnings, report, path, Math.max(1, parameter.maxItems()), value,
						"values of '" + parameter.name() + "'",
						posted(report) + (parameter.isList() ? "lower 'max_items'" : "lower 'max_length'"));
			}
		}
		return warnings;
	}

	private static String posted(Declaration declaration) {
		return "send more with POST " + declaration.bodyPath() + ", ";
	}

	private void add(List<String> warnings, Declaration declaration, int path, int most, int length, String what,
			String help) {
		long room = this.bytes - HEADERS - path;
		if ((long) most * length > room) {
			warnings.add(("%s: %,d %s of %,d characters do not fit into an address, which takes %,d at most, since the "
					+ "service accepts %,d bytes for address and headers together: %s, or raise %s.")
				.formatted(declaration.id(), most, what, length - 1, Math.max(0, room / length), this.bytes, help,
						VARIABLE));
		}
	}

	private static int length(Domain domain, boolean declared) {
		if (!domain.values().isEmpty()) {
			return domain.values().stream().mapToInt((each) -> domain.type().format(each).length()).max().orElse(1);
		}
		return (declared && domain.type() instanceof TextType) ? domain.maxLength() : domain.type().shortest();
	}

}
