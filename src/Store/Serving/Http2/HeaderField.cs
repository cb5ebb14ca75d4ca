namespace Kybernet.Store.Serving.Http2;

/// <summary>A header field as it came, read as Latin-1: a byte a character.</summary>
internal sealed record HeaderField(string Name, string Value);
