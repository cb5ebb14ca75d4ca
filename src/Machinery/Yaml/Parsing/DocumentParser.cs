using Kybernet.Machinery.Yaml.Scanning;

namespace Kybernet.Machinery.Yaml.Parsing;

/// <summary>Reads the first document of a source into its nodes.</summary>
/// <remarks>
/// Upstream reads only the first document too: what follows a <c>...</c> line, or content that the first document's
/// grammar ends before, is not looked at beyond its first word. Sources are split at their <c>---</c> lines before.
/// </remarks>
internal sealed class DocumentParser
{
    private readonly ScanState _state;
    private readonly TokenScanner _scanner;
    private readonly NodeTree _tree;

    private DocumentParser(ScanState state, NodeTree tree)
    {
        _state = state;
        _scanner = new(state);
        _tree = tree;
    }

    /// <returns>Null when the source holds no document; the tree is empty then too when there was an error.</returns>
    public static NodeTree? Parse(ReadOnlySpan<byte> source, int firstLine, int maxDepth, out YamlError? error)
    {
        var tree = new NodeTree();
        var state = new ScanState(SourceCursor.OverDocument(source, firstLine), tree.Text, maxDepth);
        var hasDocument = new DocumentParser(state, tree).TryParse();
        error = state.Error;
        return hasDocument && error is null ? tree : null;
    }

    private bool TryParse()
    {
        var directives = new TagDirectives();
        if (!_scanner.TryPeek(out var token) || token.Kind == TokenKind.StreamEnd) return false;
        var isExplicit = false;
        while (token.Kind is TokenKind.VersionDirective or TokenKind.TagDirective)
        {
            if (directives.Add(token) is { } problem) return _state.Fail(problem, token.Start);
            isExplicit = true;
            _scanner.Take();
            if (!_scanner.TryPeek(out token)) return false;
        }

        if (token.Kind == TokenKind.DocumentStart)
        {
            _scanner.Take();
            if (!_scanner.TryPeek(out token)) return false;
            if (IsDocumentBoundary(token.Kind))
            {
                _tree.Add(NodeKind.Scalar, token.Start, null, true);
                return true;
            }
        }
        else if (isExplicit)
        {
            return _state.Fail("did not find expected <document start>", token.Start);
        }

        // The word behind the document must be one, too.
        return new NodeParser(_state, _scanner, _tree, directives).TryParseRoot() && _scanner.TryPeek(out _);
    }

    private static bool IsDocumentBoundary(TokenKind kind) =>
        kind is TokenKind.VersionDirective or TokenKind.TagDirective or TokenKind.DocumentStart or TokenKind.DocumentEnd or TokenKind.StreamEnd;
}
