using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Kybernet.Api.Generator;

/// <summary>
/// Makes C# of the project's <c>*.schema</c> files. Files marked <c>SchemaRole="reference"</c> only lend their types:
/// another assembly holds the records.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class SchemaGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor s_problem = new(
        "KYB0001", "Schema file is not well formed", "{0}", "Kybernet.Schema", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var schemas = context.AdditionalTextsProvider
            .Where(static text => text.Path.EndsWith(".schema", StringComparison.Ordinal))
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, cancel) => new SchemaText(
                pair.Left.Path,
                pair.Left.GetText(cancel)?.ToString() ?? "",
                pair.Right.GetOptions(pair.Left).TryGetValue("build_metadata.AdditionalFiles.SchemaRole", out var role) && role == "reference"))
            .Collect();
        var docs = context.AdditionalTextsProvider
            .Where(static text => text.Path.EndsWith("field-docs.txt", StringComparison.Ordinal))
            .Select(static (text, cancel) => text.GetText(cancel)?.ToString() ?? "")
            .Collect();
        context.RegisterSourceOutput(schemas.Combine(docs), static (output, input) => Generate(output, input.Left, input.Right));
    }

    private static void Generate(SourceProductionContext output, ImmutableArray<SchemaText> texts, ImmutableArray<string> docs)
    {
        var model = SchemaSet.Read(texts.OrderBy(text => text.Path, StringComparer.Ordinal), out var problems);
        foreach (var problem in problems)
        {
            var position = new LinePosition(Math.Max(problem.Line - 1, 0), 0);
            var location = Location.Create(problem.Path, default, new LinePositionSpan(position, position));
            output.ReportDiagnostic(Diagnostic.Create(s_problem, location, problem.Message));
        }

        if (problems.Count > 0) return;
        var fieldDocs = FieldDocs.Parse(docs);
        foreach (var file in model.Own)
        {
            foreach (var type in file.Types.Where(type => !type.IsCustom))
            {
                output.CancellationToken.ThrowIfCancellationRequested();
                output.AddSource($"{file.Id}.{type.Name}.g.cs", RecordWriter.Write(model, type, fieldDocs));
            }

            if (file.Enums.Count > 0) output.AddSource($"{file.Id}.Enums.g.cs", EnumWriter.Write(file));
        }

        if (model.Own.Count > 0) output.AddSource("SchemaIndex.g.cs", IndexWriter.Write(model, fieldDocs));
    }
}
