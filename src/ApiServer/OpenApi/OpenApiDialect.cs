namespace Kybernet.ApiServer.OpenApi;

/// <summary>The two versions of OpenAPI the server speaks.</summary>
public enum OpenApiDialect
{
    /// <summary>Swagger 2.0: one document for the whole API.</summary>
    V2,

    /// <summary>OpenAPI 3.0: one document for each group-version.</summary>
    V3,
}
