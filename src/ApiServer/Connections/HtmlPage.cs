using System.Text;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Connections;

/// <summary>A page behind a proxy, whose links to its own server have to stay behind it.</summary>
/// <remarks>Upstream: <c>Transport</c> in <c>apimachinery/pkg/util/proxy</c>.</remarks>
internal static class HtmlPage
{
    /// <summary>A longer page is passed on as it is.</summary>
    private const int MostBytes = 4 << 20;

    /// <summary>The answer is a page that can be rewritten: it is not compressed.</summary>
    public static bool Is(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType == "text/html" && answer.Content.Headers.ContentEncoding.Count == 0;

    /// <summary>Passes the page on, with other links.</summary>
    /// <param name="body">The page.</param>
    /// <param name="response">Has its headers, and has not begun.</param>
    /// <param name="rewrite">Told a link as it stands in the page.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task CopyAsync(Stream body, HttpResponse response, Func<string, string> rewrite, CancellationToken cancel)
    {
        response.Headers.ContentLength = null;
        using var page = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while (page.Length < MostBytes && (count = await body.ReadAsync(buffer, cancel)) > 0) page.Write(buffer, 0, count);
        if (page.Length >= MostBytes)
        {
            await response.Body.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), cancel);
            await body.CopyToAsync(response.Body, cancel);
            return;
        }

        // One character a byte: all that matters is ASCII, and the rest stays what it was.
        var text = Encoding.Latin1.GetString(page.GetBuffer(), 0, (int)page.Length);
        await response.Body.WriteAsync(Encoding.Latin1.GetBytes(new HtmlLinks(text, rewrite).Rewrite()), cancel);
    }
}
