using Kybernet.ApiServer.Connections;

namespace Kybernet.ApiServer.Tests.Connections;

public sealed class HtmlLinksTests
{
    [Theory]
    [InlineData("<a href=\"/x\">t</a>", "<a href=\"P/x\">t</a>")]
    [InlineData("<A  Class=b HREF='/x'>t</A>", "<A  Class=b HREF='P/x'>t</A>")]
    [InlineData("<img src=/x alt=/y>", "<img src=P/x alt=/y>")]
    [InlineData("<br/><form action=\"/x\" /> /x", "<br/><form action=\"P/x\" /> /x")]
    [InlineData("<!-- <a href=\"/x\"> --><p cite=\"/x\">", "<!-- <a href=\"/x\"> --><p cite=\"/x\">")]
    [InlineData("<script src='/x'>a = '<a href=/y>';</script><a href='/z'>", "<script src='P/x'>a = '<a href=/y>';</script><a href='P/z'>")]
    [InlineData("a < b <a href=\"/x", "a < b <a href=\"P/x")]
    public void Rewrite_Page_ChangesLinksOnly(string page, string expected) =>
        Assert.Equal(expected, new HtmlLinks(page, static link => "P" + link).Rewrite());
}
