namespace Kybernet.Kubelet.Server.Logs;

/// <summary>Finds the last lines of a file. Upstream: <c>findTailLineStartIndex</c>.</summary>
internal static class LogTail
{
    private const int BlockSize = 32 * 1024;

    /// <summary>Where the last <paramref name="lines"/> lines begin: the start of the file when it has no more of them.</summary>
    public static async Task<long> FindAsync(Stream file, long lines, CancellationToken cancel)
    {
        if (lines <= 0) return file.Length;
        var block = new byte[BlockSize];
        // The line feed before the wanted lines: one more than there are, if the file ends with one.
        var missing = lines + 1;
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - BlockSize);
            file.Position = start;
            var length = (int)(end - start);
            await file.ReadExactlyAsync(block.AsMemory(0, length), cancel);
            if (end == file.Length && block[length - 1] != '\n') missing--;
            for (var i = length - 1; i >= 0; i--)
                if (block[i] == '\n' && --missing == 0) return start + i + 1;
            end = start;
        }

        return 0;
    }
}
