namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>
/// A place where a mapping's key may have started without a <c>?</c>: a <c>:</c> on the same line decides. The token is the
/// number of the key's first one; where a key is required nothing else can stand.
/// </summary>
internal readonly record struct SimpleKey(int Token, bool IsRequired, Mark Mark)
{
    /// <summary>YAML bounds how far a reader must look for the <c>:</c>, in characters.</summary>
    private const int MaxLength = 1024;

    public bool CanReach(Mark mark) => Mark.Line >= mark.Line && Mark.Index + MaxLength >= mark.Index;
}
